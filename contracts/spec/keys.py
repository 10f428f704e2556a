"""Values and schemas in other values and schemas, by the keys that lead to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.spec.schemas import Schema

Keys = tuple[str, ...]
"""Keys from a JSON value to a value in it, e.g. ``("metadata", "name")``; ``()`` is the value itself."""

ONLY = "[0]"
"""The key of the only item of an array, e.g. ``("employees", ONLY)`` for ``{"employees": [{"id": 7}]}``."""


def value_at(value: Any, keys: Keys, default: Any = None) -> Any:
    """Return the value at these keys; the default if a key is missing or a value is not an object."""
    for key in keys:
        if key == ONLY and isinstance(value, list):
            value = dict(zip((ONLY,), value, strict=False))
        if not isinstance(value, Mapping) or key not in value:
            return default
        value = value[key]
    return value


def with_value(value: Any, keys: Keys, new: Any) -> Any:
    """Return a copy of a value with another value at these keys; missing objects are created."""
    if not keys:
        return new
    if keys[0] == ONLY:
        first = value[0] if isinstance(value, list) and value else {}
        return [with_value(first, keys[1:], new)]
    outer = value if isinstance(value, Mapping) else {}
    return {**outer, keys[0]: with_value(outer.get(keys[0]), keys[1:], new)}


def schema_at(schema: Schema, keys: Keys) -> Schema | None:
    """Return the schema of the value at these keys, or ``None`` if it is not documented."""
    for key in keys:
        below = schema.items if key == ONLY else schema.possible_properties.get(key)
        if below is None:
            return None
        schema = below
    return schema
