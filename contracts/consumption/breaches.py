"""How a value breaks its schema, in words that are the same for each value that does so in the same way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.consumption.places import ANY
from contracts.consumption.secrets import MASK, is_secret
from contracts.schema.json_types import type_of
from contracts.spec.breach import Breach
from contracts.spec.document import child_pointer
from contracts.spec.schemas import Schema

LONGEST = 200
"""Characters of a validator's message that are shown."""

MOST = 50
"""Breaches of one value that are looked at."""

_LIMITS = {
    "minLength": "is shorter",
    "maxLength": "is longer",
    "minimum": "is less",
    "maximum": "is more",
    "exclusiveMinimum": "is less",
    "exclusiveMaximum": "is more",
    "minItems": "has fewer items",
    "maxItems": "has more items",
    "minProperties": "has fewer members",
    "maxProperties": "has more members",
}


def breaches_of(schema: Schema, value: Any, direction: str) -> Iterator[tuple[str, str]]:
    """Each breach: a phrase that names the place and what is wrong there, and the validator's message.

    What was masked is not judged, nor is what an alternative makes of it.
    """
    validator = schema.validator if direction == "response" else schema.request_validator
    try:
        if validator.is_valid(value):
            return
        errors = list(validator.iter_errors(value))
    except UnicodeEncodeError:  # half of a character, which no JSON text in UTF-8 can have
        yield "has a text that is not Unicode", "a lone surrogate"
        return
    hides = MASK in repr(value)
    for error in errors[:MOST]:
        breach = Breach(error)
        if any(isinstance(token, str) and is_secret(token) for token in breach.path) or breach.value == MASK:
            continue
        if hides and breach.keyword in {"oneOf", "anyOf", "not", "if"}:
            continue
        place = child_pointer("", *(ANY if isinstance(token, int) else token for token in breach.path))
        where = f"at {place} " if place else ""
        yield f"{where}{_phrase(breach)}", error.message[:LONGEST]


def _phrase(breach: Breach) -> str:
    match breach.keyword:
        case "type":
            return f"is {type_of(breach.value)}, and {' or '.join(breach.detail['types'])} is documented"
        case "required":
            return f"lacks '{breach.detail['property']}', which is required"
        case "enum" | "const":
            return "is none of the documented values"
        case "additionalProperties" | "unevaluatedProperties":
            names = breach.detail.get("unexpected", ())
            return f"has {', '.join(sorted(map(repr, names))) or 'members'}, which the schema forbids"
        case "format":
            return f"is no {breach.detail.get('format', 'value of its format')}"
        case "oneOf" | "anyOf":
            return "fits none of the documented alternatives, or too many"
        case keyword if keyword in _LIMITS:
            return f"{_LIMITS[keyword]} than is documented ({keyword})"
    return f"does not keep to '{breach.keyword}'"
