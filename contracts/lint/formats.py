"""The known values of ``format`` and the types that they apply to.

Sources: JSON Schema Validation 2020-12, section 7.3, and the format registry of the OpenAPI Initiative.
"""

from __future__ import annotations

from contracts.lint.spelling import slip_of

NUMBERS = frozenset(
    {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double", "double-int"}
    | {"decimal", "decimal128", "sf-integer", "sf-decimal", "unixtime"}
)
"""Formats of numbers."""

WIDE = frozenset({"int64", "uint64", "decimal", "decimal128", "double", "float", "double-int", "uint32"})
"""Formats of numbers that are also sent as strings, to keep their precision."""

STRINGS = frozenset(
    {"date", "date-time", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri"}
    | {
        "uri-reference",
        "iri",
        "iri-reference",
        "uuid",
        "uri-template",
        "json-pointer",
        "relative-json-pointer",
        "regex",
    }
    | {"password", "byte", "binary", "base64url", "char", "commonmark", "html", "http-date", "media-range"}
    | {"sf-binary", "sf-boolean", "sf-string", "sf-token", "date-time-local", "time-local"}
)
"""Formats of strings."""

KNOWN = NUMBERS | STRINGS

ALIASES = {
    "timestamp": "date-time",
    "url": "uri",
    "guid": "uuid",
    "int": "int32",
    "integer": "int32",
    "long": "int64",
    "ip": "ipv4",
    "ipv4-address": "ipv4",
    "host": "hostname",
    "base64": "byte",
}
"""Common names for formats that are registered under another name."""

SHORTEST = 4
"""The minimum length of a misspelled format; shorter names are custom formats."""


def meant_by(name: str) -> str:
    """The known format that a misspelled name was meant to be; ``""`` if there is none."""
    if name in KNOWN or name in ALIASES or len(name) < SHORTEST:
        return ""
    return slip_of(name, KNOWN)
