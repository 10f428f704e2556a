"""Values and schemas in other values and schemas, by the keys that lead to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.spec.schemas import Schema

Keys = tuple[str, ...]
"""Keys from a JSON value to a value in it, e.g. ``("metadata", "name")``; ``()`` is the value itself."""

FIRST = "[0]"
"""The key of the first item of an array, for an item in an array of one: ``("pets", FIRST)``."""

EACH_VALUE = "{*}"
"""The last key of the items of a list that is an object by id, as in ``{"pets": {"7": {...}}}``."""


def value_at(value: Any, keys: Keys, default: Any = None) -> Any:
    """Return the value at these keys; the default if a key is missing or a value is not an object."""
    for key in keys:
        if key == FIRST and isinstance(value, list) and value:
            value = value[0]
            continue
        if not isinstance(value, Mapping) or key not in value:
            return default
        value = value[key]
    return value


def with_value(value: Any, keys: Keys, new: Any) -> Any:
    """Return a copy of a value with another value at these keys; missing objects are created.

    An array with the value becomes an array of one.
    """
    if not keys:
        return new
    if keys[0] == FIRST and not isinstance(value, Mapping):
        return [with_value(value[0] if isinstance(value, list) and value else {}, keys[1:], new)]
    outer = value if isinstance(value, Mapping) else {}
    return {**outer, keys[0]: with_value(outer.get(keys[0]), keys[1:], new)}


def schema_at(schema: Schema, keys: Keys) -> Schema | None:
    """Return the schema of the value at these keys, or ``None`` if it is not documented."""
    for key in keys:
        items = schema.items if key == FIRST else None
        found = items or schema.possible_properties.get(key)
        if found is None:
            return None
        schema = found
    return schema
