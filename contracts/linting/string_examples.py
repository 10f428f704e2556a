"""Examples that are strings where something else is asked for: text of what is meant, or a mistake."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from contracts.linting.values import Role, Value

COMPOSED = frozenset({"array", "object"})


class Treatment(Enum):
    """What to do with a string that has not the type of its schema."""

    MISTAKE = "a mistake as it stands"
    LEAVE = "text in a form of its own"
    BROKEN = "meant as JSON, which it is not"
    READ = "JSON text"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a string is to be taken.

    :param value: what the text says, where it is to be read.
    """

    treatment: Treatment
    value: Any = None


def reading_of(value: Value, types: Iterable[str]) -> Reading:
    """How the string of an example is to be taken.

    What cannot be written as JSON or YAML may be given as a string (OpenAPI 3.0.3 and 3.1, "Example Object" and
    "Schema Object"), and a parameter's example as it is sent (3.1, "Parameter Object").

    :param value: whose value is a string.
    :param types: what its schema asks for instead.
    """
    is_composed = COMPOSED.issuperset(set(types) - {"null"})
    if value.role is Role.PARAMETER and is_composed:
        return Reading(Treatment.LEAVE)
    text = value.value.strip()
    if text.startswith("<") and value.role is Role.SCHEMA:
        return Reading(Treatment.LEAVE)
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        is_meant = text[:1] in ("{", "[") and value.role is not Role.PARAMETER
        return Reading(Treatment.BROKEN if is_meant else Treatment.MISTAKE)
    if value.role is Role.SCHEMA and not isinstance(parsed, dict | list):
        return Reading(Treatment.MISTAKE)
    return Reading(Treatment.READ, parsed)
