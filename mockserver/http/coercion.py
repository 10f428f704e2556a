"""Convert strings to the JSON types of a schema, for parameters and form fields.

A string that cannot be converted stays a string, so that the validator refuses it with a message.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from contracts.spec.schemas import Schema

Coerce = Callable[[str], Any]

MAX_DIGITS = 400
"""Maximum length of a number; Python refuses to convert more than 4,300 digits."""

_INFINITE = float("inf")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_PLAIN_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_JSON_TYPES: dict[type, str] = {
    bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null", list: "array", dict: "object"
}  # fmt: skip


def compile_coercion(schema: Schema | None, *, plain: bool = False) -> Coerce | None:
    """Return a function that converts a scalar, or ``None`` if strings need no conversion.

    :param plain: accept numbers only as JSON writes them (RFC 8259, section 6), and 0 without a sign, so that each
        integer has exactly one representation.
    """
    types = scalar_types(schema) if schema is not None else frozenset[str]()
    if not types & {"integer", "number", "boolean", "null"}:
        return None
    integer, decimal = (_PLAIN_INTEGER, _PLAIN_NUMBER) if plain else (_INTEGER, _NUMBER)

    def coerce(text: str) -> Any:
        if "integer" in types and len(text) <= MAX_DIGITS and integer.fullmatch(text):
            return int(text)
        if "number" in types and len(text) <= MAX_DIGITS and decimal.fullmatch(text):
            number = int(text) if _INTEGER.fullmatch(text) else float(text)
            return number if -_INFINITE < number < _INFINITE else text  # JSON has no infinity
        if "boolean" in types and text in {"true", "false"}:
            return text == "true"
        if "null" in types and (text == "null" or (not text and "string" not in types)):
            return None
        return text

    return coerce


def scalar_types(schema: Schema, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the JSON types that a schema allows explicitly: ``type``, ``enum``, ``const``, or those of its parts."""
    node = schema.node
    if not isinstance(node, dict) or schema.pointer in seen:
        return frozenset()
    seen = seen | {schema.pointer}
    if "type" in node:
        return frozenset([node["type"]] if isinstance(node["type"], str) else node["type"])
    values = [node["const"]] if "const" in node else node.get("enum", ())
    types = {_JSON_TYPES.get(type(value), "object") for value in values}
    if "$ref" in node:
        types |= scalar_types(schema.space.target(schema), seen)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for index in range(len(node.get(keyword, ()))):
            types |= scalar_types(schema.child(keyword, index), seen)
    return frozenset(types)
