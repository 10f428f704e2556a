"""JSON Schemas of the ``x-`` extensions; :mod:`contracts.spec.extensions` validates documents against them."""

from __future__ import annotations

from typing import Any

from contracts.failures import DISPENSABLE, LEFT_OUT, STAGES, FailureKind

_ERROR_RULES = {
    "type": "object",
    "propertyNames": {"enum": [kind.value for kind in FailureKind]},
    "additionalProperties": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "example": {"type": "string"},
            "body": {},
            "fill": {"type": "boolean"},
        },
    },
}
_ORDER = {
    "type": "array",
    "uniqueItems": True,
    "items": {"enum": [*STAGES, *(f"{LEFT_OUT}{stage}" for stage in DISPENSABLE)]},
}

EXTENSION_SCHEMAS: dict[str, dict[str, Any]] = {
    "x-mock-apis": {
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "required": ["name"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
                "prefix": {"type": "string", "pattern": "^(/[^/{}]+)*$"},
                "title": {"type": "string"},
                "description": {"type": "string"},
                "servers": {"type": "array", "items": {"type": "string"}},
                "vendor": {"type": "string"},
                "x-mock-errors": _ERROR_RULES,
                "x-mock-order": _ORDER,
            },
        },
    },
    "x-mock-errors": _ERROR_RULES,
    "x-mock-order": _ORDER,
    "x-mock-credentials": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "pattern": {"type": "string"},
            "only_samples": {"type": "boolean"},
            "claims": {"type": "object"},
            "samples": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["value"],
                    "additionalProperties": False,
                    "properties": {
                        "value": {"type": "string", "minLength": 1},
                        "scopes": {"type": ["array", "null"], "items": {"type": "string"}},
                        "accepted": {"type": "boolean"},
                        "claims": {"type": "object"},
                        "note": {"type": "string"},
                    },
                },
            },
        },
    },
    "x-mock-resource": {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "collection": {"type": "string", "pattern": "^/"},
            "id": {"type": "string"},
            "list": {"type": "string"},
            "envelope": {"type": "string"},
            "item": {"type": "string", "pattern": "^#/"},
            "role": {
                "enum": [
                    "none",
                    "read",
                    "read_many",
                    "list",
                    "search",
                    "create",
                    "create_many",
                    "update",
                    "update_many",
                    "replace",
                    "save",
                    "delete",
                    "delete_many",
                    "act",
                    "upload",
                    "download",
                ]
            },
        },
    },
    "x-mock-canonical": {"enum": ["uuid"]},
    "x-mock-required": {"enum": ["strict"]},
    "x-faker": {"type": ["string", "object"], "minProperties": 1, "maxProperties": 1},
}
"""JSON Schema of each extension; other keys that start with ``x-mock-`` are errors."""
