"""JSON values as texts and types, and schemas without what is written for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

PROSE = frozenset({"description", "title", "example", "examples", "$comment", "externalDocs"})
"""Keywords that say nothing of the value."""


def text_of(value: Any) -> str:
    """A value as JSON text, the same for the same value."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def type_of(value: Any) -> str:
    """The JSON Schema type of a value."""
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case dict():
            return "object"
        case list():
            return "array"
    return "null"


def without_prose(value: Any) -> Any:
    """A schema, or what holds some, without prose and extensions."""
    match value:
        case dict():
            return {key: without_prose(one) for key, one in _meaningful(value)}
        case list():
            return [without_prose(one) for one in value]
    return value


def _meaningful(node: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((key, value) for key, value in node.items() if key not in PROSE and not key.startswith("x-"))
