"""Relations of generated items: ids of their parents from the path, and foreign keys to items that exist.

The ids of initial items do not depend on relations, so collections may refer to each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple, Protocol

from contracts.spec.foreign_keys import (
    EACH,
    ForeignKey,
    collection_name,
    foreign_keys,
    parameter_names,
    segments,
)
from contracts.spec.id_types import allows_null
from contracts.spec.keys import Keys, schema_at, value_at, with_value
from contracts.spec.model import Resource
from contracts.spec.names import same_noun
from contracts.spec.path_fields import path_fields
from contracts.spec.schemas import Schema
from contracts.spec.shapes import core
from mockserver.http.coercion import compile_coercion
from mockserver.http.request import ABSENT
from mockserver.state.item_schema import Item
from mockserver.state.item_urls import SelfLinks

MAX_VALUES = 200
"""Maximum length of the path values of a collection whose ids are cached, in characters."""

CACHE_SIZE = 256
"""Number of collections whose initial ids are cached, per API."""

Change = Callable[[Item], Item]
"""Returns a copy of an item with one relation set."""


class TargetCollection(Protocol):
    """What relations need to know of a collection."""

    def initial_ids(self) -> Sequence[str]:
        """Return the ids of the items in a new collection."""

    def related(self, identifier: str) -> Item | None:
        """Return an item, without values that are copied from other items; ``None`` if it does not exist."""


class Targets:
    """The collections of one API, to which foreign keys refer.

    :param open_collection: returns the collection at a path template with these values.
    """

    def __init__(self, open_collection: Callable[[str, Mapping[str, str]], TargetCollection]) -> None:
        self._open = open_collection
        self._cached_ids = lru_cache(maxsize=CACHE_SIZE)(self._ids)

    def ids(self, template: str, values: Mapping[str, str]) -> tuple[str, ...]:
        """Return the ids of the initial items of a collection."""
        short = sum(map(len, values.values())) < MAX_VALUES
        return (self._cached_ids if short else self._ids)(template, tuple(values.items()))

    def _ids(self, template: str, values: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
        return tuple(self._open(template, dict(values)).initial_ids())

    def read(self, template: str, values: Mapping[str, str], identifier: str) -> Item | None:
        """Return an item, ``None`` if it does not exist."""
        return self._open(template, values).related(identifier)


class Origin(NamedTuple):
    """The item whose relations are set.

    :param identifier: its id in the path.
    :param values: the values of the parameters of its collection, by name.
    :param key: its generator key, from which foreign keys are chosen.
    :param copies: whether objects in it become copies of the items that they name.
    """

    identifier: str
    values: Mapping[str, str]
    targets: Targets
    key: str
    copies: bool = True


class ItemRelations:
    """The relations of the items of one collection, compiled.

    :param collections: one resource of each collection of the API, by path template.
    :param links: the properties with the URL of the item, or ``None``.
    :param static: items are documented examples, whose foreign keys and links stay as they are.
    """

    def __init__(
        self,
        resource: Resource,
        collections: Mapping[str, Resource],
        links: SelfLinks | None = None,
        *,
        static: bool = False,
    ) -> None:
        self._links = None if static else links
        self._schema = resource.item
        self._names = parameter_names(resource.collection)
        self._path_fields = _path_fields(resource, collections)
        taken = {keys for keys, _, _ in self._path_fields}
        keys = () if static else foreign_keys(resource, collections)
        self._relations = [
            Relation(key, resource, collections[key.collection]) for key in keys if key.path not in taken
        ]
        self.copies = any(relation.copies for relation in self._relations)

    def __bool__(self) -> bool:
        """Whether items have any relation."""
        return bool(self._path_fields or self._relations or self._links)

    def apply(self, item: Item, origin: Origin) -> Item:
        """Return a generated item with its relations; those that would make it invalid are left out."""
        values = [origin.values.get(name, "") for name in self._names]
        changes = [partial(relation.change, origin=origin, values=values) for relation in self._relations]
        links = self._link_changes(values, origin.identifier)
        return self._changed(item, [*changes, *links, *self._path_changes(origin.values, {})])

    def with_path_values(self, item: Item, values: Mapping[str, str], written: Mapping[str, Any]) -> Item:
        """Return an item with the ids of its parents.

        :param written: the properties that the client wrote, which stay.
        """
        return self._changed(item, self._path_changes(values, written))

    def _link_changes(self, values: Sequence[str], identifier: str) -> list[Change]:
        links = self._links
        if links is None:
            return []
        url = links.url(values, identifier)
        return [partial(links.applied, keys=keys, url=url) for keys in links.properties]

    def _path_changes(self, values: Mapping[str, str], written: Mapping[str, Any]) -> list[Change]:
        return [
            partial(_set, keys=keys, value=convert(values[name]))
            for keys, name, convert in self._path_fields
            if name in values and value_at(written, keys, ABSENT) is ABSENT
        ]

    def _changed(self, item: Item, changes: Iterable[Change]) -> Item:
        changed, changes = item, list(changes)
        for change in changes:
            changed = change(changed)
        if changed == item or self._schema.is_valid(changed):
            return changed
        for change in changes:
            candidate = change(item)
            item = candidate if self._schema.is_valid(candidate) else item
        return item


class Relation:
    """One foreign key of an item, compiled.

    :ivar copies: whether the property is an object, which becomes a copy of the item that it names.
    """

    def __init__(self, key: ForeignKey, resource: Resource, target: Resource) -> None:
        self._key = key
        self._names = parameter_names(key.collection)
        self._refers_to_own = key.collection == resource.collection
        self._parent = _is_parent(key, resource)
        schema = _schema_of(resource.item, key.path)
        self._allows_null = schema is not None and allows_null(schema)
        value = core(schema).items or schema if schema is not None and key.many else schema
        self._convert = _converter(schema_at(core(value), key.key) if value is not None else None)
        self.copies = bool(key.key)
        self._same = value is not None and core(value).pointer == core(target.item).pointer

    def change(self, item: Item, origin: Origin, values: Sequence[str]) -> Item:
        """Return an item whose property names one or more items of the collection.

        :param values: the values of the parameters of the item's collection, in the order of the path.
        """
        change = self._own_id if self._key.back else self._chosen
        changed: Item = _edited(item, self._key.path, partial(change, origin=origin, values=values))
        return changed

    def _own_id(self, _old: Any, _at: str, origin: Origin, values: Sequence[str]) -> Any:  # noqa: ARG002 (one signature)
        return self._convert(origin.identifier)

    def _chosen(self, old: Any, at: str, origin: Origin, values: Sequence[str]) -> Any:
        """Return the new value of a property; null stays null, and a list keeps its length if possible.

        :param at: the path of the object with the property in the item.
        """
        if old is None or (isinstance(old, list) != self._key.many):
            return old
        outer = dict(zip(self._names, [*values, origin.identifier], strict=False))
        pool = self._pool(origin, values, outer)
        if pool is None:
            return old
        count = len(old) if isinstance(old, list) else 1
        ids = _choose(pool, f"{origin.key}\0{at}\0{self._key.collection}\0{self._key.role}", count)
        if isinstance(old, list):
            return [self._value(one, chosen, origin, outer) for one, chosen in zip(old, ids, strict=False)]
        if not ids:
            return None if self._allows_null else ABSENT
        return self._value(old, ids[0], origin, outer)

    def _pool(self, origin: Origin, values: Sequence[str], outer: Mapping[str, str]) -> Sequence[str] | None:
        """Return the ids to choose from, ``None`` if the collection is empty.

        An item refers to earlier items of its own collection only, so that parents are not the children of their
        children.
        """
        if self._parent:
            return [values[len(self._names)]]
        ids = origin.targets.ids(self._key.collection, outer)
        if self._refers_to_own:
            return ids[: ids.index(origin.identifier)] if origin.identifier in ids else ids
        return ids or None

    def _value(self, old: Any, identifier: str, origin: Origin, outer: Mapping[str, str]) -> Any:
        if not self._key.key:
            return self._convert(identifier)
        if not isinstance(old, dict):
            return old
        target = origin.targets.read(self._key.collection, outer, identifier) if origin.copies else None
        if target is not None:
            old = target if self._same else {name: target.get(name, value) for name, value in old.items()}
        return with_value(old, self._key.key, self._convert(identifier))


def _path_fields(
    resource: Resource, collections: Mapping[str, Resource]
) -> list[tuple[Keys, str, Callable[[str], Any]]]:
    """Return for each property with the value of a path parameter: its keys, the parameter, and the conversion."""
    return [
        (keys, name, _converter(schema_at(resource.item, keys)))
        for name, found in parent_fields(resource, collections).items()
        for keys in found
    ]


def parent_fields(resource: Resource, collections: Mapping[str, Resource]) -> dict[str, tuple[Keys, ...]]:
    """Return by path parameter of a collection the keys to the properties of its items with that value."""
    names = parameter_names(resource.collection)
    parameters = [(name, _template_before(resource.collection, name, collections)) for name in names]
    return path_fields(resource.item, parameters, resource.id_path)


def _template_before(path: str, name: str, collections: Mapping[str, Resource]) -> str:
    """Return the template of the collection whose items a parameter identifies, ``""`` if there is no collection."""
    template = path[: path.index(f"{{{name}}}")].rstrip("/")
    return template if template in collections else ""


def _is_parent(key: ForeignKey, resource: Resource) -> bool:
    """Return whether a foreign key names the item in whose path the item is."""
    own, parent = segments(resource.collection), [*segments(key.collection), "{}"]
    return own[: len(parent)] == parent and same_noun(collection_name(key.collection), key.role)


def _schema_of(schema: Schema, path: Keys) -> Schema | None:
    """Return the schema at the path of a foreign key."""
    found: Schema | None = schema
    for step in path:
        if found is not None:
            value = core(found)
            found = value.items if step == EACH else value.possible_properties.get(step)
    return found


def _converter(schema: Schema | None) -> Callable[[str], Any]:
    """Return a function that converts the id in a path to the type of a property."""
    return compile_coercion(schema, plain=True) or str


def _choose(pool: Sequence[str], seed: str, count: int) -> list[str]:
    """Return different members of a pool, as many as it has, always the same for a seed."""
    if not pool:
        return []
    digest = hashlib.blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    first = int.from_bytes(digest, "big")
    return [pool[(first + offset) % len(pool)] for offset in range(min(count, len(pool)))]


def _set(item: Item, keys: Keys, value: Any) -> Item:
    """Return an item with the value of a property, if the object that has the property exists."""
    if not isinstance(value_at(item, keys[:-1]), dict):
        return item
    changed: Item = with_value(item, keys, value)
    return changed


def _edited(value: Any, path: Keys, change: Callable[[Any, str], Any], at: str = "") -> Any:
    """Return a copy of a value with changed values at a path; missing ones stay missing.

    :param change: returns the new value for the old value and the path of its object; ``ABSENT`` to remove it.
    """
    step, rest = path[0], path[1:]
    if step == EACH and isinstance(value, list):
        return [_edited(one, rest, change, f"{at}/{index}") for index, one in enumerate(value)]
    if not isinstance(value, dict) or step not in value:
        return value
    new = _edited(value[step], rest, change, f"{at}/{step}") if rest else change(value[step], at)
    if new is ABSENT:
        return {name: one for name, one in value.items() if name != step}
    return {**value, step: new}
