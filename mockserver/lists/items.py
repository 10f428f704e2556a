"""Items of a list, and the properties by which they are filtered and sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from contracts.generation.name_words import singular
from contracts.spec.keys import Keys, value_at
from contracts.spec.list_names import CREATED, TIME_ENDINGS, UPDATED, plain
from contracts.spec.schemas import Schema
from mockserver.lists.query_fields import node_of

DEPTH = 4
"""Levels of nested objects whose properties can be named by a parameter."""

MAX_PROPERTIES = 2000
WRAPPERS = frozenset({"attributes", "relationships", "data", "metadata", "properties", "fields"})
"""Objects around the properties of an item, as in JSON:API and Kubernetes, which parameters do not name."""


class Listed:
    """An item of a list.

    :param item: the complete stored item.
    """

    __slots__ = ("_item", "_read", "identifier")

    def __init__(self, identifier: str, item: dict[str, Any] | None = None) -> None:
        self.identifier = identifier
        self._item = item
        self._read: Callable[[], dict[str, Any]] = dict

    @classmethod
    def unread(cls, identifier: str, read: Callable[[], dict[str, Any]]) -> Listed:
        """Return an item that is read when it is needed: most items of a long list are not on the page."""
        made = cls(identifier)
        made._read = read
        return made

    @property
    def item(self) -> dict[str, Any]:
        """The complete stored item."""
        if self._item is None:
            self._item = self._read()
        return self._item


@dataclass(frozen=True)
class ItemProperty:
    """A property of items that a parameter names."""

    keys: Keys
    schema: Schema | None

    def value(self, item: Any) -> Any:
        """Return the value in an item, or ``None``."""
        return value_at(item, self.keys)

    @property
    def own_keys(self) -> Keys:
        """The keys without those of objects that only wrap properties."""
        return tuple(key for key in self.keys if key.lower() not in WRAPPERS)

    @property
    def is_time(self) -> bool:
        """Whether the values are timestamps or dates."""
        return node_of(self.schema).get("format") in {"date-time", "date"}


class ItemProperties:
    """The properties of an item schema by name.

    :param id_path: keys to the id.
    """

    def __init__(self, schema: Schema | None, id_path: Keys = ()) -> None:
        found = list(islice(_properties(schema, (), DEPTH), MAX_PROPERTIES)) if schema is not None else []
        found.sort(key=lambda one: len(one.keys))
        self._by_keys = {one.keys: one for one in found}
        self._by_name: dict[str, ItemProperty] = {}
        for one in found:
            self._by_name.setdefault(plain("".join(one.keys)), one)
        for one in found:
            self._by_name.setdefault(plain("".join(one.own_keys)), one)
        if id_path:
            self._by_name.setdefault("id", self._by_keys.get(id_path, ItemProperty(id_path, None)))
        self._own = [one for one in found if len(one.own_keys) == 1]
        self._times = [one for one in self._own if one.is_time]

    def find(self, name: str) -> ItemProperty | None:
        """Return the property that a parameter or a value of it names, or ``None``.

        ``created`` also names ``created_at``, ``author`` the id in an object ``author``, ``ids`` the id, and ``tag``
        a list ``tags``.
        """
        exact = self._by_keys.get((name,))
        if exact is not None and not _is_object(exact):
            return exact
        named = plain(name)
        options = [named, *(named + ending for ending in TIME_ENDINGS), f"date{named}", f"{named}id"]
        for single in (plain(singular(name)), named.removesuffix("es")):
            options += [single, f"{single}id"] if single != named else []
        options += [f"{named}s"]
        found = (self._by_name.get(option) for option in options if option)
        return next((one for one in found if one is not None and not _is_object(one)), None)

    def timestamp(self, description: str = "") -> ItemProperty | None:
        """Return the timestamp that a description is about, or the only one; ``None`` if that is not clear."""
        text = description.lower()
        for stems, names in ((("updat", "modif", "chang"), UPDATED), (("creat",), CREATED)):
            if any(stem in text for stem in stems) and (found := self._time(names)):
                return found
        return self._times[0] if len(self._times) == 1 else None

    def created(self) -> ItemProperty | None:
        """Return the time of creation, or ``None``."""
        return self._time(CREATED)

    def _time(self, names: frozenset[str]) -> ItemProperty | None:
        found = [one for one in self._own if plain(one.own_keys[0]) in names]
        return found[0] if len(found) == 1 else None


def _is_object(one: ItemProperty) -> bool:
    return one.schema is not None and bool(one.schema.possible_properties)


def _properties(schema: Schema, keys: Keys, depth: int) -> Iterator[ItemProperty]:
    for name, below in schema.possible_properties.items():
        yield ItemProperty((*keys, name), below)
        if depth > 1:
            yield from _properties(below, (*keys, name), depth - 1)
