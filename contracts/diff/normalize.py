"""JSON values as texts and types, and schemas without what is written for people."""

from __future__ import annotations

import json
from typing import Any

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
