"""Find the properties of a body that repeat the value of a path parameter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.spec.foreign_keys import collection_name
from contracts.spec.id_types import types
from contracts.spec.keys import Keys, schema_at
from contracts.spec.names import id_noun, is_plural, plain, same_noun, words
from contracts.spec.schemas import Schema
from contracts.spec.shapes import core

WRAPPERS: tuple[Keys, ...] = ((), ("attributes",), ("metadata",))
"""Keys to objects with properties of an item: ``attributes`` of JSON:API, ``metadata`` of Kubernetes."""

GENERIC = frozenset({"id", "uuid", "guid", "key", "slug", "name", "code", "number"})
"""Plain names of parameters that do not say of what they are the id."""

HANDLES = ("login", "username", "slug", "handle")
"""Plain names of properties with a readable id, which identifies an item that has no collection of its own."""

_SCALARS = frozenset({"string", "integer", "number", "boolean"})


def path_fields(
    item: Schema, path_parameters: Sequence[tuple[str, str]], id_path: Keys = ()
) -> dict[str, tuple[Keys, ...]]:
    """Return by parameter the keys to the properties with its value; parameters without such a property are left out.

    :param item: schema of an item or of another body.
    :param path_parameters: name of each parameter and path template of the collection whose items it identifies;
        ``""`` if it does not identify an item. The parameter with the id of the item itself is not among them.
    :param id_path: keys to the id of the item itself, which is not the value of another parameter.
    """
    found: dict[str, tuple[Keys, ...]] = {}
    taken = {id_path}
    for name, template in path_parameters:
        keys = tuple(keys for keys in _fields(item, name, collection_name(template)) if keys not in taken)
        taken.update(keys)
        if keys:
            found[name] = keys
    return found


def _fields(item: Schema, parameter: str, collection: str) -> Iterator[Keys]:
    for wrapper in WRAPPERS:
        body = schema_at(item, wrapper)
        for name, schema in body.possible_properties.items() if body is not None else ():
            if _is_scalar(schema):
                if _same_name(name, parameter) or _is_id_of(name, schema, collection):
                    yield (*wrapper, name)
            elif same_noun(collection, plain(name)) and plain(name) != collection:
                yield from ((*wrapper, name, key) for key in _id_keys(schema, parameter))
            elif not collection and _same_name(name, parameter):
                yield from ((*wrapper, name, key) for key in _handle_keys(schema))


def _same_name(name: str, parameter: str) -> bool:
    return plain(name) == plain(parameter) and plain(name) not in GENERIC


def _is_id_of(name: str, schema: Schema, collection: str) -> bool:
    """Return whether a property has the id of an item: ``ticket_id``, or ``ticket`` if its type is not that of text."""
    noun = id_noun(name)
    if noun is not None:
        return bool(noun) and same_noun(collection, "".join(noun))
    is_id = types(schema) & _SCALARS == {"integer"} or _is_uuid(schema)
    return is_id and is_plural(collection, plain(name))


def _is_uuid(schema: Schema) -> bool:
    node = core(schema).node
    return isinstance(node, dict) and node.get("format") == "uuid"


def _id_keys(schema: Schema, parameter: str) -> list[str]:
    """Return the property with the id in the object of a parent, at most one."""
    properties = core(schema).possible_properties
    named = {plain(name): name for name in reversed(properties) if _is_scalar(properties[name])}
    ending = words(parameter)[-1:]
    return [named[name] for name in (plain(parameter), *ending, "id", "uuid") if name in named][:1]


def _handle_keys(schema: Schema) -> list[str]:
    """Return the property with the readable id in an object that a parameter names, as ``login`` of ``{owner}``."""
    properties = core(schema).possible_properties
    named = {plain(name): name for name in reversed(properties) if types(properties[name]) & _SCALARS == {"string"}}
    return [named[name] for name in HANDLES if name in named][:1]


def _is_scalar(schema: Schema) -> bool:
    declared = types(schema)
    return bool(declared & _SCALARS) and declared <= _SCALARS | {"null"}
