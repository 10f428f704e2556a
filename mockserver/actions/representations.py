"""Representations of stored items in responses: the item itself, a part of it, or another schema with its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from contracts.generation.generate import Generators
from contracts.spec.keys import EACH_VALUE, schema_at, value_at, with_value
from contracts.spec.model import Resource
from contracts.spec.resources.envelopes import RELATED, find_item
from contracts.spec.resources.identity import strong_ids
from contracts.spec.resources.mappings import mapping_values
from contracts.spec.resources.names import plain
from contracts.spec.resources.paths import parse_path
from contracts.spec.resources.role_names import LISTING_ROLES
from contracts.spec.resources.shapes import array_items, is_same, items_at, similarity, types_of
from contracts.spec.schemas import Schema
from mockserver.actions.nested_names import nested_names, with_nested
from mockserver.http.coercion import Coerce, compile_coercion
from mockserver.http.request import ABSENT
from mockserver.responses import overlay
from mockserver.state.item_schema import Item
from mockserver.state.spelling import renamed, renames

Show = Callable[[Item, str], Any]
"""Maps an item and its id to its representation in a response."""


def response_maker(resource: Resource | None, body: Schema | None, generators: Generators) -> Show:
    """Return the function that maps an item to its representation: in the body, or in the array of a list.

    If the representation has another schema than the item, a value is generated for it and gets the item's values for
    shared properties; properties that the item could have, but does not have, are removed.
    """
    if resource is None or body is None:
        return _nothing
    target = _target(resource, body)
    if target is None:
        return _nothing
    if resource.kept:
        return partial(_visible_part, target)
    if is_same(target, resource.item):
        return unchanged
    return _wrapped(resource, target, generators) or _fitted(resource, target, generators)


def _wrapped(resource: Resource, schema: Schema, generators: Generators) -> Show | None:
    """Return the function for a list of envelopes, such as ``[{"pet": {...}}]``; ``None`` for other representations."""
    noun = parse_path(resource.collection).last
    keys = find_item(schema, resource.item, noun, strong_ids(resource.id_parameter or resource.item_parameter, noun))
    inner = schema_at(schema, keys)
    if not keys or inner is None or similarity(inner, resource.item) < RELATED:
        return None
    show = unchanged if is_same(inner, resource.item) else _fitted(resource, inner, generators)
    wrapper = generators.compile(schema)

    def wrap(item: Item, identifier: str) -> Any:
        return with_value(wrapper(f"{resource.collection}/{identifier}\0envelope"), keys, show(item, identifier))

    return wrap


def envelope_maker(resource: Resource | None, body: Schema | None, generators: Generators) -> Show | None:
    """Return the function that maps a representation and its id to the body; ``None`` if it is the body."""
    if resource is None or body is None or resource.role in LISTING_ROLES:
        return None
    outer = schema_at(body, resource.item_path)
    is_array = outer is not None and array_items(outer) is not None
    if not resource.item_path:
        return (lambda value, _identifier: [value]) if is_array else None
    envelope, keys = generators.compile(body), resource.item_path
    set_id = _envelope_id_setter(resource, body)

    def wrap(value: Any, identifier: str) -> Any:
        value = [value] if is_array else value
        return set_id(with_value(envelope(f"{resource.collection}/{identifier}\0envelope"), keys, value), identifier)

    return wrap


def _envelope_id_setter(resource: Resource, body: Schema) -> Show:
    """Return a function that sets the id of the item beside it in an envelope."""
    noun = parse_path(resource.collection).last
    ids = strong_ids(resource.id_parameter or resource.item_parameter, noun)
    beside = [name for name in body.possible_properties if plain(name) in ids and name != resource.item_path[0]]
    names = {name: compile_coercion(body.possible_properties[name]) for name in beside}
    return partial(_with_ids, names, body) if names else unchanged


def _with_ids(
    names: Mapping[str, Coerce | None], schema: Schema, value: Item, identifier: str, usual: Sequence[str] = ()
) -> Item:
    """Return an object with an id in those properties that it has, unless that would make it invalid.

    :param usual: the properties to set if the object has none of them.
    """
    for name in [name for name in names if value.get(name) is not None] or usual:
        read = names[name]
        changed = {**value, name: read(identifier) if read else identifier}
        value = changed if schema.is_valid(changed) else value
    return value


def _target(resource: Resource, body: Schema) -> Schema | None:
    if resource.role not in LISTING_ROLES:
        found = schema_at(body, resource.item_path)
        return array_items(found) or found if found is not None else None
    if resource.list_path[-1:] != (EACH_VALUE,):
        return items_at(body, resource.list_path)
    outer = schema_at(body, resource.list_path[:-1])
    return mapping_values(outer) if outer is not None else None


def _fitted(resource: Resource, schema: Schema, generators: Generators) -> Show:
    spelled = renames(resource.item, schema)
    known = {spelled.get(name, name) for name in resource.item.possible_properties}
    nested = nested_names(resource.item, schema)
    own = generators.compile(schema)
    set_id = _id_setter(resource, schema)
    with_id_object = _id_object_setter(resource, schema)

    def fit(item: Item, identifier: str) -> Any:
        item = with_nested(item, nested) if nested else item
        item = renamed(item, spelled) if spelled else item
        value = overlay(schema, own(f"{resource.collection}/{identifier}"), item)
        if isinstance(value, dict):
            for name in [name for name in value if name in known and _contradicts(value[name], item.get(name, ABSENT))]:
                rest = {key: below for key, below in value.items() if key != name}
                value = rest if schema.is_valid(rest) else value
            value = set_id(value, identifier)
            value = with_id_object(value, item)
        return value

    return fit


def _contradicts(shown: Any, stored: Any) -> bool:
    """Whether a value in a representation cannot be that of the item; parts of objects and arrays may be missing."""
    nested = (isinstance(shown, dict) and isinstance(stored, dict)) or (
        isinstance(shown, list) and isinstance(stored, list)
    )
    return not nested and shown != stored


def _id_setter(resource: Resource, schema: Schema) -> Show:
    """Return a function that sets the properties of a representation that contain the id under another name."""
    ids = strong_ids(resource.id_parameter or resource.item_parameter, parse_path(resource.collection).last)
    stored = resource.item.possible_properties
    names = {
        name: compile_coercion(below)
        for name, below in schema.possible_properties.items()
        if (plain(name) in ids and name not in stored)
        or (name == resource.id_field and types_of(below) != types_of(stored.get(name, below)))
    }
    usual = [] if resource.id_path else list(names)[:1]  # an optional id, in case that the item has no id at all

    return partial(_with_ids, names, schema, usual=usual)


def _id_object_setter(resource: Resource, schema: Schema) -> Callable[[Item, Item], Item]:
    """Return a function that copies the object with the id to a representation that has it under a longer name."""
    keys = resource.id_path[:-1]
    own = schema_at(resource.item, keys) if keys else None
    names = [
        name
        for name, below in schema.possible_properties.items()
        if own is not None and name not in keys and plain(name).endswith(plain(keys[-1])) and is_same(below, own)
    ]

    def copied(value: Item, item: Item) -> Item:
        changed = {**value, **{name: value_at(item, keys) for name in names if name in value}}
        return changed if names and schema.is_valid(changed) else value

    return copied


def _visible_part(schema: Schema, item: Item, _identifier: str) -> Item:
    """Return the part of an item that is valid in a response: all of it, or the properties of the schema."""
    if schema.is_valid(item):
        return item
    return {name: value for name, value in item.items() if name in schema.properties}


def unchanged(item: Item, _identifier: str) -> Item:
    """Return the item."""
    return item


def _nothing(_item: Item, _identifier: str) -> Any:
    return ABSENT


def with_named_id(resource: Resource | None, item: Item, identifier: str) -> Item:
    """Return the values for an undocumented representation: those of the item and, if no property has it, its id.

    The id has the usual names, and that of the path parameter, before other values of the item.
    """
    if resource is None or resource.id_path or not identifier:
        return item
    names = dict.fromkeys(("id", resource.id_parameter or resource.item_parameter))
    return {**{name: identifier for name in names if name}, **item}
