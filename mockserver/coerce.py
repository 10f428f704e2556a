"""Text into the JSON value that a schema asks for: parameters and form fields arrive as text.

What does not read as the asked type stays text, so that the validator refuses it and says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from contracts.spec.schemas import Schema

Coerce = Callable[[str], Any]

MAX_DIGITS = 400
"""Digits of a number that are read; Python refuses more than 4,300, and nobody's id has so many."""

_INFINITE = float("inf")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_PLAIN_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_JSON_TYPES: dict[type, str] = {
    bool: "boolean", int: "integer", float: "number", str: "string", type(None): "null", list: "array", dict: "object"
}  # fmt: skip


def compile_coercion(schema: Schema | None, *, plain: bool = False) -> Coerce | None:
    """The reading of one scalar; ``None`` where text is wanted anyway.

    :param plain: a number has no plus sign and no leading zeros, as in JSON (RFC 8259, section 6), and 0 no sign; so
        that each whole number is written in one way.
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
            return number if -_INFINITE < number < _INFINITE else text  # JSON knows no infinity
        if "boolean" in types and text in {"true", "false"}:
            return text == "true"
        if "null" in types and (text == "null" or (not text and "string" not in types)):
            return None
        return text

    return coerce


def scalar_types(schema: Schema, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """The JSON types that a schema names for itself, by ``type``, ``enum``, ``const`` or its composition."""
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
