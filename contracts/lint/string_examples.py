"""Examples that are strings although the schema requires another type: serialized values, or mistakes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from contracts.lint.values import DocumentValue, Role

COMPOSED = frozenset({"array", "object"})


class Treatment(Enum):
    """What to do with a string if the schema requires another type."""

    MISTAKE = "a value of the wrong type"
    LEAVE = "a serialized value that is not JSON"
    BROKEN = "invalid JSON"
    READ = "serialized JSON"


@dataclass(frozen=True, slots=True)
class ParsedExample:
    """How to interpret a string.

    :param value: the parsed value, if the string is JSON.
    """

    treatment: Treatment
    value: Any = None


def reading_of(value: DocumentValue, types: Iterable[str]) -> ParsedExample:
    """How to interpret the string of an example.

    A value that JSON or YAML cannot express may be given as a string (OpenAPI 3.0.3 and 3.1, "Example Object" and
    "Schema Object"), and the example of a parameter in serialized form (3.1, "Parameter Object").

    :param value: its ``value`` is a string.
    :param types: the types that its schema requires.
    """
    is_composed = COMPOSED.issuperset(set(types) - {"null"})
    if value.role is Role.PARAMETER and is_composed:
        return ParsedExample(Treatment.LEAVE)
    text = value.value.strip()
    if text.startswith("<") and value.role is Role.SCHEMA:
        return ParsedExample(Treatment.LEAVE)
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        is_meant = text[:1] in ("{", "[") and value.role is not Role.PARAMETER
        return ParsedExample(Treatment.BROKEN if is_meant else Treatment.MISTAKE)
    if value.role is Role.SCHEMA and not isinstance(parsed, dict | list):
        return ParsedExample(Treatment.MISTAKE)
    return ParsedExample(Treatment.READ, parsed)
