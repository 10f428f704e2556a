"""What clients have written, as JSON: a snapshot that can be restored."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contracts.generation.json_encoding import encode_json
from contracts.spec.pointers import child_pointer
from contracts.wording import suggestion
from mockserver.control.admin_request import AdminError, known_keys
from mockserver.control.given_items import check_item
from mockserver.http.messages import decode_json
from mockserver.mounting import MountedApi
from mockserver.state.content import Content, decode_content, encode_content
from mockserver.state.data_paths import DataPaths, DataTarget, PathError
from mockserver.state.stores.store import Contents, Names, Store
from mockserver.state.tables import CONTENT, ITEMS, TOMBSTONE, URLS, TableName, parse_table, reference_to, referred

Json = dict[str, Any]

MAX_COUNTER = 2**53
"""Larger integers are not the same in all JSON libraries (RFC 8259, section 6)."""

MAX_PATH = 2000
"""Maximum length of the path of a collection: URLs of clients are not longer."""

_URL_DIGEST = re.compile(r"[0-9a-f]{32}")


class SavedState:
    """Writes and reads snapshots of everything that clients have written."""

    def __init__(self, store: Store, apis: Sequence[MountedApi]) -> None:
        self._store = store
        self._paths = {mounted.api.name: DataPaths([mounted]) for mounted in apis}

    @property
    def tables(self) -> Names:
        """The tables with what clients have written."""
        return Names(prefixes=(f"{ITEMS} ", f"{CONTENT} ", f"{URLS} "))

    @property
    def counters(self) -> Names:
        """The counters of new items."""
        return Names(prefixes=tuple(f"{api}:" for api in self._paths))

    def remove(self) -> None:
        """Remove everything that clients have written."""
        self._store.replace(self.tables, self.counters)

    # ------------------------------------------------------------------ writing

    def read(self) -> Json:
        """Return the snapshot."""
        apis: dict[str, Json] = {}
        for name in sorted(self._store.tables()):
            table = parse_table(name)
            if table.kind == ITEMS:
                collection = self._collection(apis, table.api, table.path)
                collection["items"] = [self._item(table.api, *pair) for pair in self._store.items(name)]
            elif table.kind == CONTENT:
                collection = self._collection(apis, table.api, table.path)
                collection["content"] = [_file(*pair) for pair in self._store.items(name)]
            elif table.kind == URLS:
                apis.setdefault(table.api, {})["sent_urls"] = self._store.keys(name)
        for name, count in sorted(self._store.counters().items()):
            if name in self.counters:
                api, _, path = name.partition(":")
                self._collection(apis, api, path)["counter"] = count
        return {"apis": apis}

    def _collection(self, apis: dict[str, Json], api: str, path: str) -> Json:
        collections = apis.setdefault(api, {}).setdefault("collections", {})
        found: Json = collections.setdefault(self._served(api, path), {})
        return found

    def _served(self, api: str, path: str) -> str:
        """Return the path that a collection is served at, or the path itself if it is not."""
        target = self._target(api, path)
        return path if target is None else target.served_path

    def _target(self, api: str, path: str) -> DataTarget | None:
        try:
            target = self._paths[api].resolve(path)
        except (PathError, KeyError):
            return None
        return target if target.identifier is None else None

    def _item(self, api: str, identifier: str, stored: bytes) -> Json:
        if stored == TOMBSTONE:
            return {"id": identifier, "deleted": True}
        if (elsewhere := referred(stored)) is not None:
            return {"id": identifier, "stored_in": self._served(api, parse_table(elsewhere[0]).path)}
        return {"id": identifier, "item": decode_json(stored)}

    # ------------------------------------------------------------------ reading

    def restore(self, contents: Contents) -> None:
        """Atomically replace everything that clients have written."""
        self._store.replace(self.tables, self.counters, contents)

    def contents(self, value: Any) -> Contents:
        """Return what a snapshot has for the store. It may be called in any thread.

        :raises AdminError: if it is not a valid snapshot of the served documents.
        """
        given = known_keys(value, "", "apis", "validate")
        validate = boolean(given, "validate", default=True)
        if "apis" not in given:
            raise AdminError("'apis' is missing", hint="send the response of GET /state")
        tables: dict[str, list[tuple[str, bytes]]] = {}
        counters: dict[str, int] = {}
        for api, below in mapping(given["apis"], "/apis").items():
            pointer = child_pointer("/apis", api)
            if validate and api not in self._paths:
                hint = suggestion(api[:80], self._paths) or f"APIs: {', '.join(self._paths)}"
                raise AdminError(f"unknown API '{api[:80]}'", location=pointer, hint=hint)
            known = known_keys(below, pointer, "collections", "sent_urls")
            for path, collection in mapping(known.get("collections", {}), f"{pointer}/collections").items():
                at = child_pointer(f"{pointer}/collections", path)
                for table, rows in self._tables(api, path, collection, at, validate=validate):
                    tables.setdefault(str(table), []).extend(rows)
                    if table.kind == ITEMS and "counter" in collection:
                        counters[f"{api}:{table.path}"] = _counter(collection["counter"], f"{at}/counter")
            if urls := _digests(known.get("sent_urls", []), f"{pointer}/sent_urls"):
                tables[str(TableName(URLS, api))] = [(digest, b"1") for digest in urls]
        return Contents(tables, counters)

    def _tables(
        self, api: str, path: str, value: Any, pointer: str, *, validate: bool
    ) -> Iterator[tuple[TableName, list[tuple[str, bytes]]]]:
        collection = known_keys(value, pointer, "items", "content", "counter")
        target = self._known_target(api, path, pointer) if validate else self._target(api, path)
        stored_path = path if target is None else target.path
        rows: dict[str, bytes] = {}
        for index, entry in enumerate(_list(collection.get("items", []), f"{pointer}/items")):
            at = f"{pointer}/items/{index}"
            identifier, row = self._row(api, entry, at, target if validate else None)
            if identifier in rows:
                raise AdminError(f"duplicate id '{identifier[:80]}'", location=f"{at}/id")
            rows[identifier] = row
        files = [
            _content(entry, f"{pointer}/content/{index}")
            for index, entry in enumerate(_list(collection.get("content", []), f"{pointer}/content"))
        ]
        yield TableName(ITEMS, api, stored_path), [*rows.items()]
        yield TableName(CONTENT, api, stored_path), files

    def _known_target(self, api: str, path: str, pointer: str) -> DataTarget:
        if len(path) > MAX_PATH:
            raise AdminError(f"the path is longer than {MAX_PATH} characters", location=pointer)
        try:
            target = self._paths[api].resolve(path)
        except PathError as error:
            raise AdminError(error.message, location=pointer, hint=error.hint) from None
        if target.identifier is not None:
            hint = f"the collection is {target.served_path}"
            raise AdminError(f"{path[:200]!r} is the path of an item", location=pointer, hint=hint)
        return target

    def _row(self, api: str, value: Any, pointer: str, target: DataTarget | None) -> tuple[str, bytes]:
        """Return id and stored value of an item.

        :param target: the collection whose schema the item must match; ``None`` for no validation.
        """
        entry = known_keys(value, pointer, "id", "item", "deleted", "stored_in")
        identifier = string(entry, "id", pointer)
        if len(entry) != 2:
            hint = 'for example {"id": "7", "deleted": true}'
            raise AdminError("must have one of 'item', 'deleted', 'stored_in'", location=pointer, hint=hint)
        if "deleted" in entry:
            if entry["deleted"] is not True:
                raise AdminError("must be true", location=f"{pointer}/deleted")
            return identifier, TOMBSTONE
        if "stored_in" in entry:
            path = string(entry, "stored_in", pointer)
            at = f"{pointer}/stored_in"
            home = self._known_target(api, path, at) if target is not None else self._target(api, path)
            return identifier, reference_to(str(TableName(ITEMS, api, path if home is None else home.path)), identifier)
        item = mapping(entry["item"], f"{pointer}/item")
        if target is not None:
            check_item(identifier, item, target.collection.resource, f"{pointer}/item")
        return identifier, encode_json(item)


def _file(identifier: str, stored: bytes) -> Json:
    content = decode_content(stored)
    data = base64.b64encode(content.data).decode("ascii")
    return {"id": identifier, "media_type": content.media_type, "name": content.name, "data": data}


def _content(value: Any, pointer: str) -> tuple[str, bytes]:
    entry = known_keys(value, pointer, "id", "media_type", "name", "data")
    names = ("id", "media_type", "name", "data")
    identifier, media_type, name, data = (string(entry, key, pointer) for key in names)
    try:
        return identifier, encode_content(Content(base64.b64decode(data, validate=True), media_type, name))
    except (binascii.Error, ValueError):
        raise AdminError("must be base64", location=f"{pointer}/data") from None


def _counter(value: Any, pointer: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_COUNTER:
        raise AdminError(f"must be an integer from 0 to {MAX_COUNTER}", location=pointer)
    return value


def _digests(value: Any, pointer: str) -> list[str]:
    found = _list(value, pointer)
    for index, digest in enumerate(found):
        if not isinstance(digest, str) or not _URL_DIGEST.fullmatch(digest):
            raise AdminError("must be a digest of 32 hexadecimal digits", location=f"{pointer}/{index}")
    return [*dict.fromkeys(found)]


def mapping(value: Any, pointer: str) -> Mapping[str, Any]:
    """Return an object. Raises :class:`AdminError` if the value is not one."""
    if not isinstance(value, dict):
        raise AdminError("must be an object", location=pointer)
    return value


def _list(value: Any, pointer: str) -> list[Any]:
    if not isinstance(value, list):
        raise AdminError("must be an array", location=pointer)
    return value


def string(value: Mapping[str, Any], name: str, pointer: str) -> str:
    """Return a property that is a required string. Raises :class:`AdminError` if it is not one."""
    found = value.get(name)
    if not isinstance(found, str):
        raise AdminError(f"'{name}' is missing" if found is None else "must be a string", location=f"{pointer}/{name}")
    return found


def boolean(value: Mapping[str, Any], name: str, *, default: bool) -> bool:
    """Return a property that is a boolean. Raises :class:`AdminError` if it is not one."""
    found = value.get(name, default)
    if not isinstance(found, bool):
        raise AdminError("must be true or false", location=f"/{name}")
    return found
