"""Reads and writes the items of collections in the store, as the admin API does: all at once for other requests."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.generation.json_encoding import encode_json
from contracts.spec.resources.paths import parse_path
from mockserver.http.messages import decode_json
from mockserver.state.collection import Collection
from mockserver.state.collections import Collections
from mockserver.state.data_items import SINGLE_ID
from mockserver.state.data_paths import DataTarget
from mockserver.state.stores.store import NO_NAMES, Contents, Names, Store
from mockserver.state.tables import CONTENT, TOMBSTONE, TableName, reference_to, referred

Rows = dict[str, list[tuple[str, bytes]]]
"""Keys and values by name of the table."""


class StoredItems:
    """The items of all collections.

    :param collections: by name of the API.
    """

    def __init__(self, store: Store, collections: Mapping[str, Collections]) -> None:
        self._store = store
        self._collections = collections

    def collection(self, target: DataTarget) -> Collection:
        """Return the collection that a path names."""
        return self._collections[target.collection.api].collection(target.collection.template, target.values)

    # ------------------------------------------------------------------ all items

    def all(self, target: DataTarget) -> dict[str, bytes]:
        """Return the items of a collection by id, as JSON."""
        collection = self.collection(target)
        if not target.collection.resource.single:
            return collection.json_items()
        return {SINGLE_ID: encode_json(collection.read(SINGLE_ID))} if collection.exists(SINGLE_ID) else {}

    def page(self, target: DataTarget, offset: int, limit: int) -> tuple[dict[str, bytes], int]:
        """Return some items of a collection by id, as JSON, and the number of all."""
        if not target.collection.resource.single:
            return self.collection(target).json_page(offset, limit)
        items = self.all(target)
        return dict([*items.items()][offset : offset + limit]), len(items)

    def replace(self, items: Mapping[str, bytes], target: DataTarget) -> None:
        """Replace all items of a collection."""
        table, content = self.collection(target).table, _content_table(target)
        files = [(key, value) for key, value in self._store.items(content) if key in items]
        self._store.replace(
            Names(frozenset({table, content})), NO_NAMES, Contents({**self._rows(items, target), content: files})
        )

    def forget(self, target: DataTarget) -> None:
        """Remove what clients have written to a collection."""
        table = self.collection(target).table
        elsewhere: dict[str, list[str]] = {}
        for _, stored in self._store.items(table):
            if (found := referred(stored)) is not None:
                elsewhere.setdefault(found[0], []).append(found[1])
        names = Names(frozenset({table, _content_table(target)}))
        self._store.replace(names, Names(frozenset({f"{target.collection.api}:{target.path}"})))
        for home, identifiers in elsewhere.items():
            self._store.remove(home, identifiers)

    def _rows(self, items: Mapping[str, bytes], target: DataTarget) -> Rows:
        """Return the new rows: the given items where they can be read, and deletions of all others."""
        collection = self.collection(target)
        old = dict(self._store.items(collection.table))
        rows: Rows = {collection.table: []}
        for identifier, json in items.items():
            self._add(rows, identifier, json, target)
        before = [*_identifiers(collection, target), *old]
        for identifier in dict.fromkeys(one for one in before if one not in items):
            _remove(rows, identifier, old.get(identifier), collection.table)
        return rows

    # ------------------------------------------------------------------ one item

    def write(self, identifier: str, json: bytes, target: DataTarget) -> None:
        """Create or replace an item."""
        rows: Rows = {}
        self._add(rows, identifier, json, target)
        self._store.replace(NO_NAMES, NO_NAMES, Contents(rows))

    def delete(self, identifier: str, target: DataTarget) -> None:
        """Delete an item and its content."""
        table, content = self.collection(target).table, _content_table(target)
        rows: Rows = {}
        _remove(rows, identifier, self._store.get(table, identifier), table)
        removed = NO_NAMES
        if self._store.get(content, identifier) is not None:
            rows[content] = [(key, value) for key, value in self._store.items(content) if key != identifier]
            removed = Names(frozenset({content}))
        self._store.replace(removed, NO_NAMES, Contents(rows))

    # ------------------------------------------------------------------ rows

    def _add(self, rows: Rows, identifier: str, json: bytes, target: DataTarget) -> None:
        """Add the rows of an item: where it can be read, and a reference to it elsewhere."""
        own = self.collection(target).table
        home = self._home(own, target, json)
        if home != own:
            rows.setdefault(home, []).append((identifier, json))
            json = reference_to(home, identifier)
        rows.setdefault(own, []).append((identifier, json))

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


def _remove(rows: Rows, identifier: str, stored: bytes | None, table: str) -> None:
    """Add the rows that delete an item, also where it is stored.

    :param stored: its value in the table.
    """
    rows.setdefault(table, []).append((identifier, TOMBSTONE))
    if (elsewhere := referred(stored)) is not None:
        rows.setdefault(elsewhere[0], []).append((elsewhere[1], TOMBSTONE))


def _content_table(target: DataTarget) -> str:
    return str(TableName(CONTENT, target.collection.api, target.path))


def _identifiers(collection: Collection, target: DataTarget) -> list[str]:
    """Return the ids of the items of a collection."""
    return [SINGLE_ID] if target.collection.resource.single else collection.identifiers()
