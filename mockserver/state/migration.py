"""Keep what clients have written when the document changes, as far as the new document allows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mockserver.http.messages import decode_json
from mockserver.mounting import MountedApi
from mockserver.state.data_paths import DataPaths, DataTarget, PathError
from mockserver.state.stores.store import Store
from mockserver.state.tables import CONTENT, ITEMS, TOMBSTONE, TableName, parse_table, referred


@dataclass
class Migration:
    """The result of a migration.

    :param removed: the reason by path of the item.
    """

    kept: int = 0
    removed: dict[str, str] = field(default_factory=dict)


def migrate(store: Store, apis: Sequence[MountedApi]) -> Migration:
    """Remove the items, and the content, that do not fit the documents; ids of deleted items remain deleted.

    :param apis: the APIs of the new documents.
    """
    paths = {mounted.api.name: DataPaths([mounted]) for mounted in apis}
    result = Migration()
    names = {parse_table(name): name for name in store.tables()}
    for table, name in names.items():
        if table.kind in {ITEMS, CONTENT}:
            _migrate_table(store, name, _target(paths.get(table.api), table), result)
    return result


def _target(paths: DataPaths | None, table: TableName) -> DataTarget | None:
    """Return the collection of a table; ``None`` if the documents have none."""
    try:
        found = paths.resolve(table.path) if paths is not None else None
    except PathError:
        return None
    return found if found is not None and found.identifier is None else None


def _migrate_table(store: Store, name: str, target: DataTarget | None, result: Migration) -> None:
    table = parse_table(name)
    removed = []
    for identifier, stored in store.items(name):
        reason = _problem(stored, target, is_item=table.kind == ITEMS)
        if reason:
            removed.append(identifier)
            if table.kind == ITEMS:
                result.removed[f"{table.path}/{identifier}"] = reason
        elif table.kind == ITEMS:
            result.kept += 1
    store.remove(name, removed)


def _problem(stored: bytes, target: DataTarget | None, *, is_item: bool) -> str:
    """Return why a stored value cannot be kept; ``""`` if it can."""
    if target is None:
        return "the document has no such collection"
    if not is_item or stored == TOMBSTONE or referred(stored) is not None:
        return ""
    is_valid = target.collection.resource.item.is_valid(decode_json(stored))
    return "" if is_valid else "not valid for the schema in the document"
