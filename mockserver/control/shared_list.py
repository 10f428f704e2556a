"""Lists that the admin API changes and every request reads: stubs, faults, tokens, the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from contracts.generation.json_encoding import encode_json
from mockserver.http.messages import decode_json
from mockserver.state.stores.store import Store
from mockserver.state.tables import CONTROL

T = TypeVar("T")


@dataclass(frozen=True)
class Entry(Generic[T]):
    """An entry of a list.

    :param value: as it was given, with its ``id``.
    :param compiled: what requests use.
    """

    identifier: str
    value: Mapping[str, Any]
    compiled: T


class SharedList(Generic[T]):
    """Entries by id in the order of their creation, in the store, so that all processes have the same.

    The compiled entries are kept until a process announces a change.

    :param name: key in the table ``control``; also the name of the counter of the ids.
    :param compile: compiles a value, which was valid when it was added.
    """

    def __init__(self, store: Store, name: str, compile: Callable[[Mapping[str, Any]], T]) -> None:  # noqa: A002
        self._store = store
        self._name = name
        self._compile = compile
        self._revision: int | None = None
        self._entries: dict[str, Entry[T]] = {}

    def entries(self) -> dict[str, Entry[T]]:
        """Return the entries by id."""
        revision = self._store.revision()
        if revision != self._revision:
            stored = self._store.get(CONTROL, self._name)
            kept = {one.identifier: one for one in self._entries.values()}
            self._entries = {}
            for value in decode_json(stored) if stored else ():
                known = kept.get(value["id"])
                is_same = known is not None and known.value == value
                entry = known if is_same and known is not None else Entry(value["id"], value, self._compile(value))
                self._entries[entry.identifier] = entry
            self._revision = revision
        return self._entries

    def add(self, value: Mapping[str, Any]) -> Mapping[str, Any]:
        """Add a value with a new id; return it with the id. The caller has validated it."""
        added = {"id": str(self._store.increment(f"{CONTROL} {self._name}")), **value}
        self._change(lambda values: [*values, added])
        return added

    def replace(self, identifier: str, value: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Replace the value with an id; return it, or ``None`` if there is no such value."""
        return self.update(identifier, lambda _: {"id": identifier, **value})

    def update(
        self, identifier: str, change: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    ) -> Mapping[str, Any] | None:
        """Change the value with an id; return the new one, or ``None`` if there is no such value."""
        updated: Mapping[str, Any] | None = None

        def apply(values: list[Any]) -> list[Any]:
            nonlocal updated
            found = {one["id"]: one for one in values}
            updated = change(found[identifier]) if identifier in found else None
            return values if updated is None else [*(found | {identifier: updated}).values()]

        self._change(apply)
        return updated

    def remove(self, identifier: str) -> bool:
        """Remove the value with an id; return whether there was one."""
        found = False

        def change(values: list[Any]) -> list[Any]:
            nonlocal found
            found = any(one["id"] == identifier for one in values)
            return [one for one in values if one["id"] != identifier]

        self._change(change)
        return found

    def clear(self) -> None:
        """Remove all values; ids continue."""
        if self._store.get(CONTROL, self._name) is not None:
            self._change(lambda _: [])

    def _change(self, change: Callable[[list[Any]], list[Any]]) -> None:
        self._store.change(
            CONTROL, self._name, lambda stored: encode_json(change(decode_json(stored) if stored else []))
        )
        self._store.announce()
