"""What authors mean by the values and keys that OpenAPI does not allow, for lenient reading."""

from __future__ import annotations

import re
from typing import Any

from contracts.spec.lenient_kinds import PATHS_KINDS, RESPONSES_KINDS
from contracts.spec.object_model import Kind

TYPES = {
    "int": "integer", "int32": "integer", "int64": "integer", "long": "integer", "short": "integer",
    "float": "number", "double": "number", "decimal": "number", "str": "string", "text": "string", "char": "string",
    "bool": "boolean", "list": "array", "dict": "object", "map": "object", "json": "object",
    **{name: name for name in ("string", "number", "integer", "boolean", "array", "object")},
}  # fmt: skip
"""Names of types in programming languages, in lower case, and the types of JSON Schema that they mean."""

FORMATS = {
    "date": "date", "datetime": "date-time", "date-time": "date-time", "timestamp": "date-time", "time": "time",
    "email": "email", "uri": "uri", "url": "uri", "byte": "byte", "binary": "binary", "file": "binary",
    "password": "password", "guid": "uuid",
}  # fmt: skip
"""Names that authors write as types, in lower case, and the formats of strings that they mean."""

PARAMETER_SCHEMA = frozenset(
    {"type", "format", "items", "enum", "default", "pattern", "minimum", "maximum", "exclusiveMinimum"}
    | {"exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "multipleOf"}
)
"""Keywords of parameters and headers of Swagger 2.0 that belong to their schemas in OpenAPI 3."""

UNUSABLE = object()
"""Stands for a value that means nothing."""

WRONG_TYPE = re.compile(r"must be (?P<expected>.+), not (?P<found>.+)")
"""Message of a finding about a type (:mod:`contracts.spec.messages`)."""

RANGE = re.compile(r"[1-5]xx", re.IGNORECASE)

LISTS = frozenset({"tags", "required", "enum", "consumes", "produces", "schemes"})
"""Keys whose value is a list; authors write a single string instead of a list of one."""

NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def type_and_format(written: Any) -> dict[str, str]:
    """``type`` and ``format`` of a schema for an unknown value of ``type``; empty if it means nothing."""
    name = written.lower() if isinstance(written, str) else ""
    if name in TYPES:
        return {"type": TYPES[name]}
    return {"type": "string", "format": FORMATS[name]} if name in FORMATS else {}


def corrected_key(key: str, kind: Kind) -> str:
    """The key that a misspelled one in ``paths`` or ``responses`` means; ``""`` if it is unknown.

    :param kind: kind of the object with the key.
    """
    if kind in PATHS_KINDS:
        return _distinct_names(key) if key.startswith("/") else f"/{key}"
    if kind in RESPONSES_KINDS and RANGE.fullmatch(key):
        return key.upper()
    return ""


def _distinct_names(template: str) -> str:
    """A path template in which no parameter occurs twice; ``""`` if that is so already."""
    seen: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        name = match[1]
        seen[name] = seen.get(name, 0) + 1
        return match[0] if seen[name] == 1 else f"{{{name}{seen[name]}}}"

    new = re.sub(r"\{([^{}/]+)\}", numbered, template)
    return new if new != template else ""


def corrected_value(key: str, value: Any, message: str) -> tuple[Any, str]:
    """The value that a value of the wrong type means, and a description; :data:`UNUSABLE` if it means nothing.

    :param key: the key of the value.
    :param message: message of the finding.
    """
    match = WRONG_TYPE.fullmatch(message)
    expected = match["expected"].split(" or ") if match else []
    if "a string" in expected and isinstance(value, int | float):
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return text, f"read as the string '{text}'"
    if "a list" in expected and isinstance(value, str) and key in LISTS:
        return [value], f"read as a list with {value!r}"
    if isinstance(value, str):
        return _from_string(value.strip(), expected, message)
    return UNUSABLE, ""


def _from_string(text: str, expected: list[str], message: str) -> tuple[Any, str]:
    if message.startswith("must be true or false, not") and text.lower() in ("true", "false"):
        return text.lower() == "true", f"read as {text.lower()}"
    if {"a number", "an integer"}.intersection(expected) and NUMBER.fullmatch(text):
        if "." not in text:
            return int(text), f"read as {text}"
        if "a number" in expected:
            return float(text), f"read as {text}"
    return UNUSABLE, ""
