"""Normalized JSON values and schemas, and the first difference between two values."""

from __future__ import annotations

import json
from typing import Any

from contracts.diff.difference import NEW, OLD

PROSE = frozenset({"description", "title", "example", "examples", "$comment", "externalDocs"})
"""Keywords that say nothing of the value."""

_NAMING = frozenset({"properties", "patternProperties", "dependentSchemas", "dependentRequired", "$defs"})
"""Keywords below which keys are names."""


def is_prose(keyword: str) -> bool:
    """Whether a keyword says nothing of the value: written for people, or an extension."""
    return keyword in PROSE or keyword.startswith("x-")


def text_of(value: Any) -> str:
    """A value as JSON text, the same for the same value."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def without_prose(value: Any) -> Any:
    """A schema, or a list of some, without prose and extensions; what is called like prose but is a name stays."""
    match value:
        case dict():
            return {key: _plain(key, one) for key, one in value.items() if not is_prose(key)}
        case list():
            return [without_prose(one) for one in value]
    return value


def _plain(keyword: str, value: Any) -> Any:
    if keyword in _NAMING and isinstance(value, dict):
        return {name: without_prose(one) for name, one in value.items()}
    return value if keyword in ("const", "enum", "default") else without_prose(value)


def first_difference(old: Any, new: Any) -> tuple[str, tuple[str, ...]]:
    """Return the side that shows the difference and the path to it; the path ends where several keys differ."""
    path: list[str] = []
    while True:
        old, new = _keyed(old), _keyed(new)
        keys = [key for key in {**old, **new} if key not in old or key not in new or old[key] != new[key]]
        if len(keys) != 1:
            break
        path.append(keys[0])
        if keys[0] not in new:
            return OLD, tuple(path)
        old, new = old.get(keys[0]), new[keys[0]]
    return NEW, tuple(path)


def _keyed(value: Any) -> dict[str, Any]:
    """Return the values of a mapping or list by key or index; empty for other values."""
    if isinstance(value, list):
        return {str(index): one for index, one in enumerate(value)}
    return value if isinstance(value, dict) else {}
