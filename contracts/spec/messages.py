"""Messages and hints for the errors that JSON Schema validation finds in a document.

Sources of the version hints: OpenAPI 2.0, 3.0.3 and 3.1.0, the chapters on each object; JSON Schema 2020-12.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from contracts.schema.json_types import type_of
from contracts.spec.metaschema import ValidationIssue, part_of
from contracts.wording import close_matches, pluralize

TYPES = {
    "object": "a mapping",
    "array": "a list",
    "string": "a string",
    "number": "a number",
    "integer": "an integer",
    "boolean": "true or false",
    "null": "null",
}

OWNERS = {
    "ParameterLocation": "parameter",
    "APIKeySecurityScheme": "security scheme",
    "HTTPSecurityScheme": "security scheme",
    "OAuth2SecurityScheme": "security scheme",
    "OpenIdConnectSecurityScheme": "security scheme",
}
"""Object names for definitions of the published schemas whose own names are unclear."""

EXTRA_KEYS = {
    "paths": "paths must start with '/'",
    "responses": "use a status code such as '200', a range such as '4XX', or 'default'",
}
"""Hint for an unknown key, by the object that has it."""

WRONG_TYPES = {
    ("type", "a list"): "OpenAPI 3.0 allows one type; to allow null, add 'nullable: true'",
    ("items", "a list"): "'items' is one schema; for tuples, use 'prefixItems' (OpenAPI 3.1)",
    ("required", "true or false"): "in a schema, 'required' lists the names of the required properties",
    ("exclusiveMinimum", "a number"): "before OpenAPI 3.1, use 'minimum' with 'exclusiveMinimum: true'",
    ("exclusiveMaximum", "a number"): "before OpenAPI 3.1, use 'maximum' with 'exclusiveMaximum: true'",
    ("exclusiveMinimum", "true or false"): "in OpenAPI 3.1, 'exclusiveMinimum' is a number and replaces 'minimum'",
    ("exclusiveMaximum", "true or false"): "in OpenAPI 3.1, 'exclusiveMaximum' is a number and replaces 'maximum'",
}
"""Hint for a value of the wrong type, by its key and the type it has."""

PATTERN_HINTS = {
    "host": "write only the host name and optional port; use 'schemes' and 'basePath' for the rest",
    "basePath": "start it with '/'",
}
"""Hint for a string that does not match its pattern, by its key."""

SINCE_30 = {
    "components": "OpenAPI 2.0 uses 'definitions', 'parameters', 'responses' and 'securityDefinitions' instead",
    "servers": "OpenAPI 2.0 uses 'schemes', 'host' and 'basePath' instead",
    "requestBody": "in OpenAPI 2.0, describe the body as a parameter with 'in: body'",
    "content": "in OpenAPI 2.0, write 'schema' here and list the media types in 'produces' or 'consumes'",
    "links": "'links' requires OpenAPI 3.0 or later",
    "callbacks": "'callbacks' requires OpenAPI 3.0 or later",
    "nullable": "OpenAPI 2.0 cannot describe null; many tools support 'x-nullable: true'",
    "oneOf": "'oneOf' requires OpenAPI 3.0 or later",
    "anyOf": "'anyOf' requires OpenAPI 3.0 or later",
    "not": "'not' requires OpenAPI 3.0 or later",
    "writeOnly": "'writeOnly' requires OpenAPI 3.0 or later",
    "style": "OpenAPI 2.0 uses 'collectionFormat' instead",
    "explode": "OpenAPI 2.0 uses 'collectionFormat: multi' instead",
}
"""Hints for keys that OpenAPI 2.0 does not have."""

UNTIL_20 = {
    "swagger": "remove it; OpenAPI 3 declares its version in 'openapi'",
    "definitions": "OpenAPI 3 uses 'components/schemas' instead",
    "securityDefinitions": "OpenAPI 3 uses 'components/securitySchemes' instead",
    "host": "OpenAPI 3 uses 'url' in 'servers' instead",
    "basePath": "OpenAPI 3 uses 'url' in 'servers' instead",
    "schemes": "OpenAPI 3 uses 'url' in 'servers' instead",
    "produces": "OpenAPI 3 lists media types as keys of 'content' in each response",
    "consumes": "OpenAPI 3 lists media types as keys of 'content' in 'requestBody'",
    "collectionFormat": "OpenAPI 3 uses 'style' and 'explode' instead",
}
"""Hints for keys of 2.0 that OpenAPI 3 replaced."""

IN_CONTENT = frozenset({"response", "request body"})
"""Objects that have their schema below 'content' in OpenAPI 3."""

IN_SCHEMA = {
    owner: frozenset({"type", "items", "enum", "default", "format", "pattern", "minimum", "maximum"})
    for owner in ("parameter", "header")
}
"""Keys of 2.0 that belong to the schema of the object in OpenAPI 3."""

SINCE_31 = {
    "webhooks": "'webhooks' requires OpenAPI 3.1 or later",
    "pathItems": "'pathItems' requires OpenAPI 3.1 or later",
    "const": "'const' requires OpenAPI 3.1 or later; use 'enum' with one value",
    "$defs": "'$defs' requires OpenAPI 3.1 or later; put the schemas into 'components/schemas'",
    "prefixItems": "'prefixItems' requires OpenAPI 3.1 or later; use 'items'",
    "dependentRequired": "'dependentRequired' requires OpenAPI 3.1 or later",
    "contentEncoding": "'contentEncoding' requires OpenAPI 3.1 or later; use 'format: byte' for base64",
    "contentMediaType": "'contentMediaType' requires OpenAPI 3.1 or later",
    **{
        keyword: f"'{keyword}' requires OpenAPI 3.1 or later"
        for keyword in ("if", "then", "else", "contains", "patternProperties", "propertyNames", "dependentSchemas")
    },
    **{
        keyword: f"'{keyword}' requires OpenAPI 3.1 or later"
        for keyword in ("minContains", "maxContains", "unevaluatedItems", "unevaluatedProperties", "$id", "$anchor")
    },
}
"""Hints for keys that OpenAPI 2.0 and 3.0 do not have."""

EMPTY = {"object": "{}", "array": "[]"}

COMPONENT_NAMES = ("^[a-zA-Z0-9._-]+$", "^[a-zA-Z0-9\\.\\-_]+$")

VALUE_LENGTH = 60
"""Maximum length of a value in a message."""

Words = tuple[str, str]
"""Message and hint."""

NO_RESPONSE: Words = ("no responses are documented", "add at least one response, e.g. '200' or 'default'")


def describe(breach: ValidationIssue) -> Words:
    """Message and hint for an error."""
    return WORDS.get(breach.keyword, _other)(breach)


def one_of(value: Any, options: Sequence[Any]) -> Words:
    """Message and hint for a value that is not one of the allowed values."""
    if list(options) == [True]:
        return f"must be true, not {format_value(value)}", "set it to true"
    names = [option for option in options if isinstance(option, str)]
    close = close_matches(value, names, 1, 0.6) if isinstance(value, str) else []
    guess = f"; did you mean {close[0]!r}?" if close else ""
    return f"unknown value {format_value(value)}{guess}", f"use one of {', '.join(map(format_value, options))}"


def excluding_keys(breach: ValidationIssue, version: str) -> Words:
    """Message and hint for an object that matches several alternatives of a ``oneOf``."""
    branches = part_of(version, breach.rule)
    keys = [key for branch in branches or () for key in branch.get("required", ()) if key in breach.value]
    if len(keys) > 1:
        return _exclude_each_other(keys)
    return "matches more than one of the allowed variants", "keep only the keys of one variant"


def extra_key_hint(breach: ValidationIssue) -> str:
    """Hint for an unknown key."""
    return EXTRA_KEYS.get(owner_of(breach), "remove it, or prefix it with 'x-' to make it an extension")


def format_value(value: Any) -> str:
    """Format a value for a message, at most :data:`VALUE_LENGTH` characters."""
    match value:
        case dict() | list():
            return f"this {TYPES['object' if isinstance(value, dict) else 'array'].removeprefix('a ')}"
        case bool() | None:
            text = json.dumps(value)
        case _:
            text = repr(value)
    return text if len(text) <= VALUE_LENGTH else f"{text[: VALUE_LENGTH - 1]}…"


def describe_type(value: Any) -> str:
    """The type of a JSON value in the words of :data:`TYPES`; every number is "a number"."""
    kind = type_of(value)
    return TYPES["number" if kind == "integer" else kind]


def _required(breach: ValidationIssue) -> Words:
    key, owner = breach.detail["property"], owner_of(breach)
    if (owner, key) == ("responses", "default"):
        return NO_RESPONSE
    message = f"missing key {key!r}"
    if (owner, key) == ("parameter", "required"):
        return message, "add 'required: true'; path parameters are always required"
    if not owner:
        return message, "add it; it is required at the top level"
    kind = f" of type {format_value(breach.value['type'])}" if "type" in breach.value and "security" in owner else ""
    return message, f"add it; {owner} objects{kind} require it"


def _alternatives(breach: ValidationIssue) -> Words:
    if breach.lacks_one_key:
        keys = " or ".join(repr(branch[0].detail["property"]) for branch in breach.branches)
        return f"missing key {keys}", "add one of them"
    return f"{format_value(breach.value)} matches none of the allowed variants", _specification(breach)


def _type(breach: ValidationIssue) -> Words:
    expected, found = breach.detail["types"], describe_type(breach.value)
    names = [TYPES[name] for name in expected]
    message = f"must be {(', or ' if TYPES['boolean'] in names else ' or ').join(names)}, not {found}"
    key = str(breach.path[-1]) if breach.path else ""
    if (key, found) in WRONG_TYPES:
        return message, WRONG_TYPES[key, found]
    if breach.value is None and expected[0] in EMPTY:
        return message, f"write '{EMPTY[expected[0]]}' for an empty {TYPES[expected[0]].removeprefix('a ')}"
    if "string" in expected and not isinstance(breach.value, dict | list):
        return message, "quote the value"
    return message, f"change it to {TYPES[expected[0]]}"


def _constant(breach: ValidationIssue) -> Words:
    expected = format_value(breach.detail["expected_value"])
    return f"must be {expected}, not {format_value(breach.value)}", f"change it to {expected}"


def _pattern(breach: ValidationIssue) -> Words:
    if breach.detail["pattern"] in COMPONENT_NAMES:
        return (
            f"{format_value(breach.value)} is not a valid component name",
            "use only letters, digits, '.', '-' and '_'",
        )
    key = breach.path[-1] if breach.path else ""
    problem = f"is not a valid {key!r}" if key and isinstance(key, str) else "does not match the required pattern"
    return f"{format_value(breach.value)} {problem}", PATTERN_HINTS.get(
        str(key), f"it must match the pattern {breach.detail['pattern']}"
    )


def _not(breach: ValidationIssue) -> Words:
    schema = breach.detail["schema"]
    keys = schema.get("required") if isinstance(schema, dict) else None
    if keys and len(keys) > 1:
        return _exclude_each_other(keys)
    if keys:
        return f"key {keys[0]!r} cannot be combined with the other keys here", "remove it"
    return f"{format_value(breach.value)} is not allowed here", _specification(breach)


def _exclude_each_other(keys: Sequence[str]) -> Words:
    return f"{' and '.join(map(repr, keys))} are mutually exclusive", "keep only one of them"


def _limit(words: str) -> Callable[[ValidationIssue], Words]:
    return lambda breach: (
        f"must be {words} {breach.detail['limit']}",
        f"use a value of {words} {breach.detail['limit']}",
    )


def _count(noun: str, bound: str) -> Callable[[ValidationIssue], Words]:
    def words(breach: ValidationIssue) -> Words:
        if owner_of(breach) == "responses":
            return NO_RESPONSE
        limit = breach.detail["limit"]
        action = "add" if bound == "at least" else "remove"
        return f"must have {bound} {pluralize(limit, noun)}", f"{action} {noun}s"

    return words


def _other(breach: ValidationIssue) -> Words:
    return f"{format_value(breach.value)} violates the constraint {breach.keyword!r}", _specification(breach)


def _specification(breach: ValidationIssue) -> str:
    """A hint that names the chapter of the specification to read."""
    owner = owner_of(breach)
    return f"see '{owner.title()} Object' in the OpenAPI Specification" if owner else "see the OpenAPI Specification"


WORDS: dict[str, Callable[[ValidationIssue], Words]] = {
    "required": _required,
    "oneOf": _alternatives,
    "anyOf": _alternatives,
    "type": _type,
    "enum": lambda breach: one_of(breach.value, breach.detail["options"]),
    "const": _constant,
    "pattern": _pattern,
    "not": _not,
    "uniqueItems": lambda _: ("has duplicate items", "remove the duplicates"),
    "minimum": _limit("at least"),
    "maximum": _limit("at most"),
    "exclusiveMinimum": _limit("more than"),
    "minLength": _count("character", "at least"),
    "minItems": _count("item", "at least"),
    "minProperties": _count("key", "at least"),
    "maxProperties": _count("key", "at most"),
}


def owner_of(breach: ValidationIssue) -> str:
    """Name of the object that an error is about, e.g. ``path item``; ``""`` for the document itself."""
    path = breach.rule
    name = str(path[1]) if len(path) > 1 and path[0] in ("$defs", "definitions") else ""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower().replace("-", " ")
    return OWNERS.get(name, words.removesuffix(" or reference"))


def version_hint(version: str, owner: str, key: str) -> str:
    """Hint for a key that only other versions of OpenAPI have; ``""`` for other keys.

    :param version: version of the document: ``2.0``, ``3.0``, ``3.1`` or ``3.2``.
    :param owner: name of the object with the key; see :func:`owner_of`.
    """
    if version == "2.0":
        return SINCE_30.get(key) or SINCE_31.get(key, "")
    if key == "schema" and owner in IN_CONTENT:
        return "move it below 'content' and a media type, e.g. 'application/json'"
    if key in IN_SCHEMA.get(owner, ()):
        return "move it into 'schema'"
    return UNTIL_20.get(key) or (SINCE_31.get(key, "") if version == "3.0" else "")
