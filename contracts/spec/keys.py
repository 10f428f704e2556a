"""Values and schemas in other values and schemas, by the keys that lead to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.spec.schemas import Schema

Keys = tuple[str, ...]
"""Keys from a JSON value to a value in it, e.g. ``("metadata", "name")``; ``()`` is the value itself."""


def value_at(value: Any, keys: Keys, default: Any = None) -> Any:
    """Return the value at these keys; the default if a key is missing or a value is not an object."""
    for key in keys:
        if not isinstance(value, Mapping) or key not in value:
            return default
        value = value[key]
    return value


def with_value(value: Any, keys: Keys, new: Any) -> Any:
    """Return a copy of a value with another value at these keys; missing objects are created."""
    if not keys:
        return new
    outer = value if isinstance(value, Mapping) else {}
    return {**outer, keys[0]: with_value(outer.get(keys[0]), keys[1:], new)}


def schema_at(schema: Schema, keys: Keys) -> Schema | None:
    """Return the schema of the value at these keys, or ``None`` if it is not documented."""
    for key in keys:
        known = schema.possible_properties
        if key not in known:
            return None
        schema = known[key]
    return schema
