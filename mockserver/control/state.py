"""What clients have written in the admin API: all of it, or one collection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from contracts.generation.json_encoding import encode_json
from contracts.spec.resources.paths import parse_path
from mockserver.control.admin_request import AdminError, AdminRequest, AdminRoute, known_keys
from mockserver.control.given_items import identified_items
from mockserver.control.large_bodies import read_large
from mockserver.control.saved_state import SavedState, boolean
from mockserver.http.messages import MockResponse, decode_json, json_response
from mockserver.mounting import MountedApi
from mockserver.state.collection import Collection
from mockserver.state.collections import Collections
from mockserver.state.data_items import SINGLE_ID
from mockserver.state.data_paths import DataPaths, DataTarget, PathError
from mockserver.state.stores.store import NO_NAMES, Contents, Names, Store
from mockserver.state.tables import CONTENT, TOMBSTONE, TableName, reference_to, referred

Rows = dict[str, list[tuple[str, bytes]]]
"""Keys and values by name of the table."""


class StateRoutes:
    """The routes of the state.

    :param collections: by name of the API.
    """

    def __init__(self, store: Store, apis: Sequence[MountedApi], collections: Mapping[str, Collections]) -> None:
        self._store = store
        self._collections = collections
        self._saved = SavedState(store, apis)
        self._paths = DataPaths(apis)

    def routes(self) -> list[AdminRoute]:
        """Return the routes of the admin API."""
        return [
            AdminRoute("GET", "/state", self._get_all),
            AdminRoute("PUT", "/state", self._put_all),
            AdminRoute("DELETE", "/state", self._delete_all),
            AdminRoute("GET", "/state/{path+}", self._get),
            AdminRoute("PUT", "/state/{path+}", self._put),
            AdminRoute("DELETE", "/state/{path+}", self._delete),
        ]

    def reset(self) -> None:
        """Remove everything that clients have written."""
        self._saved.remove()

    # ------------------------------------------------------------------ everything

    def _get_all(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        return json_response(200, self._saved.read())

    async def _put_all(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        self._saved.restore(await read_large(request, lambda: self._saved.contents(request.json())))
        return MockResponse(204)

    def _delete_all(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        self.reset()
        return MockResponse(204)

    # ------------------------------------------------------------------ one collection

    def _target(self, request: AdminRequest) -> DataTarget:
        request.known_query()
        try:
            target = self._resolve(request.path_values["path"])
        except PathError as error:
            raise AdminError(error.message[:300], location="path", hint=error.hint[:600], status=404) from None
        if target.identifier is not None:
            hint = f"the collection is {target.served_path}"[:300]
            raise AdminError("the path is that of an item", location="path", hint=hint, status=404)
        return target

    def _resolve(self, path: str) -> DataTarget:
        """Return the target of a path. Raises :class:`PathError`.

        Clients that are generated from the OpenAPI document encode the slashes of a path parameter.
        """
        try:
            return self._paths.resolve(path)
        except PathError:
            decoded = unquote(path, errors="replace")
            if "/" in path.strip("/") or decoded == path:
                raise
            return self._paths.resolve(decoded)

    def _collection(self, target: DataTarget) -> Collection:
        return self._collections[target.collection.api].collection(target.collection.template, target.values)

    def _get(self, request: AdminRequest) -> MockResponse:
        return self._shown(self._target(request))

    def _shown(self, target: DataTarget) -> MockResponse:
        """Return all items of a collection, as they are stored: decoding and encoding them takes much longer."""
        items = b",".join(_items(self._collection(target), target).values())
        start = encode_json({"api": target.collection.api, "path": target.served_path, "items": []})
        return MockResponse(200, start.removesuffix(b"]}") + items + b"]}", "application/json")

    async def _put(self, request: AdminRequest) -> MockResponse:
        """Replace the items of a collection. Those that are not given are deleted, unless ``merge`` is set."""
        target = self._target(request)
        items, merge = await read_large(request, lambda: self._read(request.json(), target))
        self._store.refresh()  # other requests may have run since the first one
        if merge:
            items = {**_items(self._collection(target), target), **items}
        self._replace(items, target)
        return self._shown(target)

    def _read(self, given: Any, target: DataTarget) -> tuple[dict[str, bytes], bool]:
        """Return the items in a body by id, and whether they are added to the others."""
        pointer, validate, merge = "", True, False
        if isinstance(given, dict):
            known = known_keys(given, "", "items", "validate", "merge", *_ECHOED)
            if "items" not in known:
                raise AdminError("'items' is missing", hint='send {"items": […]}, or an array of items')
            for name, value in (("api", target.collection.api), ("path", target.served_path)):
                if known.get(name, value) != value:
                    hint = f"omit it, or send '{value[:200]}'"
                    raise AdminError(f"'{name}' differs from the path of the request", location=f"/{name}", hint=hint)
            merge = boolean(known, "merge", default=False)
            pointer, validate, given = "/items", boolean(known, "validate", default=True), known["items"]
        if not isinstance(given, list):
            raise AdminError("must be an array of items", location=pointer)
        return self._given(given, target, pointer, validate=validate), merge

    def _replace(self, items: Mapping[str, bytes], target: DataTarget) -> None:
        table = self._collection(target).table
        content = str(TableName(CONTENT, target.collection.api, target.path))
        rows = self._rows(items, target)
        files = [(key, value) for key, value in self._store.items(content) if key in items]
        self._store.replace(Names(frozenset({table, content})), NO_NAMES, Contents({**rows, content: files}))

    def _given(self, given: list[Any], target: DataTarget, pointer: str, *, validate: bool) -> dict[str, bytes]:
        resource = target.collection.resource
        if not resource.single:
            return identified_items(given, resource, pointer, validate=validate)
        if len(given) > 1:
            raise AdminError("there can be only one item here", location=f"{pointer}/1")
        return identified_items(given[0], resource, f"{pointer}/0", validate=validate) if given else {}

    def _rows(self, items: Mapping[str, bytes], target: DataTarget) -> Rows:
        """Return the new rows: the given items where they can be read, and deletions of all others."""
        collection = self._collection(target)
        old = dict(self._store.items(collection.table))
        rows: Rows = {collection.table: []}
        for identifier, json in items.items():
            home = self._home(collection.table, target, json)
            if home == collection.table:
                rows[home].append((identifier, json))
            else:
                rows[collection.table].append((identifier, reference_to(home, identifier)))
                rows.setdefault(home, []).append((identifier, json))
        before = [*_identifiers(collection, target), *old]
        for identifier in dict.fromkeys(one for one in before if one not in items):
            rows[collection.table].append((identifier, TOMBSTONE))
            if (elsewhere := referred(old.get(identifier))) is not None:
                rows.setdefault(elsewhere[0], []).append((elsewhere[1], TOMBSTONE))
        return rows

    def _home(self, own: str, target: DataTarget, json: bytes) -> str:
        """Return the table in which an item of a collection is stored: that of the collection in which it is read.

        :param own: the table of the collection.
        """
        resource = target.collection.resource
        if not resource.home:
            return own
        collections = self._collections[target.collection.api]
        names = parse_path(target.collection.template).parameters
        known = dict(zip(names, target.values, strict=False))
        values = collections.home_values(resource, known, decode_json(json))
        if not values and parse_path(resource.home).parameters:
            return own
        return collections.collection(resource.home, [*values.values()]).table

    def _delete(self, request: AdminRequest) -> MockResponse:
        target = self._target(request)
        table = self._collection(target).table
        elsewhere: dict[str, list[str]] = {}
        for _, stored in self._store.items(table):
            if (found := referred(stored)) is not None:
                elsewhere.setdefault(found[0], []).append(found[1])
        api, path = target.collection.api, target.path
        names = Names(frozenset({table, str(TableName(CONTENT, api, path))}))
        self._store.replace(names, Names(frozenset({f"{api}:{path}"})))
        for home, identifiers in elsewhere.items():
            self._store.remove(home, identifiers)
        return MockResponse(204)


_ECHOED = ("api", "path")
"""Other properties of the response of GET, which can be sent back."""


def _items(collection: Collection, target: DataTarget) -> dict[str, bytes]:
    """Return the items of a collection by id, as JSON."""
    if not target.collection.resource.single:
        return collection.json_items()
    return {SINGLE_ID: encode_json(collection.read(SINGLE_ID))} if collection.exists(SINGLE_ID) else {}


def _identifiers(collection: Collection, target: DataTarget) -> list[str]:
    """Return the ids of the items of a collection."""
    return [SINGLE_ID] if target.collection.resource.single else collection.identifiers()
