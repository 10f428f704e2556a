"""The form of the file that says what a consumer used, as JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.consumption.facts import SCALARS

FORM = 1
"""Grows with each change that a reader may trip over."""

_COUNT = {"type": "integer", "minimum": 0}
_NAMES = {"type": "array", "items": {"type": "string"}}
_RANGE = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_FACTS = {
    "type": "object",
    "required": ["types"],
    "additionalProperties": False,
    "description": "What was sent at one place.",
    "properties": {
        "types": {
            "type": "object",
            "propertyNames": {"enum": ["array", "boolean", "integer", "null", "number", "object", "string"]},
            "additionalProperties": _COUNT,
            "description": "How often each JSON type was sent.",
        },
        "numbers": {**_RANGE, "description": "The least and the greatest number."},
        "lengths": {**_RANGE, "description": "Characters of the shortest and the longest text."},
        "items": {**_RANGE, "description": "Items of the shortest and the longest list."},
        "formats": {**_NAMES, "description": "Formats that every text had; 'integer', 'number' for such as read so."},
        "forms": {**_NAMES, "description": "How the texts are built: '9' a digit, 'a', 'A' letters: '[inv-]99'."},
        "pattern": {"type": ["boolean", "null"], "description": "Whether every text matched the documented pattern."},
        "values": {
            "type": "array",
            "items": {"type": sorted(SCALARS)},
            "description": "The distinct values, where all of them may be known (--values) and are few.",
        },
    },
}
_FIELDS = {
    "type": "object",
    "additionalProperties": _FACTS,
    "description": "By JSON pointer into the value; '*' is any item of a list and any member of a map.",
}


def _object(required: Mapping[str, Any], description: str = "") -> dict[str, Any]:
    told = {"description": description} if description else {}
    return {
        "type": "object",
        **told,
        "required": list(required),
        "additionalProperties": False,
        "properties": dict(required),
    }


def _map(of: Mapping[str, Any], description: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": dict(of), "description": description}


_ANSWER = _object(
    {
        "count": _COUNT,
        "documented": {"type": "string", "description": "The document's key: '404', '4XX', 'default'; '': none."},
        "headers": {**_NAMES, "description": "Names of the documented headers that came, lower case."},
        "media": _map(
            _map(_NAMES, "By JSON pointer the fields that came, with their JSON types."), "Bodies by media type."
        ),
    }
)
_USED = _object(
    {
        "calls": _COUNT,
        "refused": {
            **_COUNT,
            "description": "Calls that were wrong and refused; what they sent is left out.",
        },
        "parameters": _map(_FIELDS, "By location and name: 'query:limit'."),
        "bodies": _map(_object({"count": _COUNT, "fields": _FIELDS}), "Request bodies by media type."),
        "security": _map(_NAMES, "By scheme whose credentials were sent, the scopes asked of it; '': none were sent."),
        "accept": {**_NAMES, "description": "Media types that were asked for."},
        "answers": _map(_ANSWER, "By status."),
    }
)
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "What a consumer used of an API",
    "description": "Written by 'contracts usage', read by 'contracts diff --used-by'.",
    **_object(
        {
            "usage": {"const": FORM, "description": "The version of this form."},
            "consumer": {"type": "string", "minLength": 1},
            "document": _object({"title": {"type": "string"}, "version": {"type": "string"}}),
            "operations": _map(_USED, "By method and path template: 'GET /cases/{id}'."),
        }
    ),
}
"""``docs/usage.schema.json``."""
