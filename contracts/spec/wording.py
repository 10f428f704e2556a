"""The words for each kind of error that a validator finds in a document."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from contracts.schema.json_types import type_of
from contracts.spec.breach import Breach
from contracts.spec.metaschema import part_of

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
"""Names of definitions that do not speak for themselves."""

EXTRA_KEYS = {
    "paths": "a path starts with '/'",
    "responses": "a status is '200', '4XX' or 'default'",
}
"""What to do about a key that an object cannot have, by what the object is."""

WRONG_TYPES = {
    ("type", "a list"): "OpenAPI 3.0 knows one type; for null as well, add 'nullable: true'",
    ("items", "a list"): "since JSON Schema 2020-12 a tuple is 'prefixItems'",
    ("required", "true or false"): "in a schema, 'required' is the list of the names of required properties",
    ("exclusiveMinimum", "true or false"): "since OpenAPI 3.1 it is the number itself, in the place of 'minimum'",
    ("exclusiveMaximum", "true or false"): "since OpenAPI 3.1 it is the number itself, in the place of 'maximum'",
}
"""What to do about a value of the wrong type, by its key and what it is."""

FORMS = {
    "host": "name the host alone, with its port if need be: the rest stands in 'schemes' and 'basePath'",
    "basePath": "let it start with '/'",
}
"""What the text under a key must be like, where the pattern does not speak for itself."""

EMPTY = {"object": "{}", "array": "[]"}

COMPONENT_NAMES = ("^[a-zA-Z0-9._-]+$", "^[a-zA-Z0-9\\.\\-_]+$")

LONGEST = 60
"""How many characters of a value a message shows."""

Words = tuple[str, str]
"""A message and a hint."""

NO_RESPONSE: Words = ("no response is documented", "add one for a status, e.g. '200', or for 'default'")


def describe(breach: Breach) -> Words:
    """What is wrong, and what to do."""
    return WORDS.get(breach.keyword, _other)(breach)


def one_of(value: Any, options: Sequence[Any]) -> Words:
    """A value that is none of those it may be."""
    if list(options) == [True]:
        return f"must be true, not {shown(value)}", "write true"
    names = [option for option in options if isinstance(option, str)]
    close = difflib.get_close_matches(value, names, 1, 0.6) if isinstance(value, str) else []
    guess = f"; did you mean {close[0]!r}?" if close else ""
    return f"unknown value {shown(value)}{guess}", f"use one of {', '.join(map(shown, options))}"


def excluding_keys(breach: Breach, version: str) -> Words:
    """A value that fits several alternatives of which it may fit one."""
    branches = part_of(version, breach.rule)
    keys = [key for branch in branches or () for key in branch.get("required", ()) if key in breach.value]
    if len(keys) > 1:
        return _exclude_each_other(keys)
    return "fits more than one of the forms that it may have", "keep the keys of one of them"


def extra_key_hint(breach: Breach) -> str:
    """What to do about a key that an object cannot have."""
    return EXTRA_KEYS.get(owner_of(breach), "remove it, or let its name start with 'x-'")


def shown(value: Any) -> str:
    """A value as a message shows it."""
    match value:
        case dict() | list():
            return f"this {TYPES['object' if isinstance(value, dict) else 'array'].removeprefix('a ')}"
        case bool() | None:
            text = json.dumps(value)
        case _:
            text = repr(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def describe_type(value: Any) -> str:
    """The type of a JSON value in the words of :data:`TYPES`; every number is "a number"."""
    kind = type_of(value)
    return TYPES["number" if kind == "integer" else kind]


def _required(breach: Breach) -> Words:
    key, owner = breach.detail["property"], owner_of(breach)
    if (owner, key) == ("responses", "default"):
        return NO_RESPONSE
    message = f"missing key {key!r}"
    if (owner, key) == ("parameter", "required"):
        return message, "a path parameter has 'required: true'"
    if owner == "security scheme" and "type" in breach.value:
        owner += f" of type {shown(breach.value['type'])}"
    return message, f"every {owner} has one" if owner else "add it"


def _alternatives(breach: Breach) -> Words:
    if breach.lacks_one_key:
        keys = " or ".join(repr(branch[0].detail["property"]) for branch in breach.branches)
        return f"missing key {keys}", "add one of them"
    return f"{shown(breach.value)} has none of the forms that it may have", "see the OpenAPI Specification"


def _type(breach: Breach) -> Words:
    expected, found = breach.detail["types"], describe_type(breach.value)
    message = f"must be {' or '.join(TYPES[name] for name in expected)}, not {found}"
    key = str(breach.path[-1]) if breach.path else ""
    if (key, found) in WRONG_TYPES:
        return message, WRONG_TYPES[key, found]
    if breach.value is None and expected[0] in EMPTY:
        return message, f"write '{EMPTY[expected[0]]}' if it is empty"
    if "string" in expected and not isinstance(breach.value, dict | list):
        return message, "put it in quotes"
    return message, f"write it as {TYPES[expected[0]]}"


def _constant(breach: Breach) -> Words:
    wanted = shown(breach.detail["expected_value"])
    return f"must be {wanted}, not {shown(breach.value)}", f"write {wanted}"


def _pattern(breach: Breach) -> Words:
    if breach.detail["pattern"] in COMPONENT_NAMES:
        return f"{shown(breach.value)} cannot be a component's name", "use letters, digits, '.', '-' and '_'"
    hint = FORMS.get(str(breach.path[-1]) if breach.path else "", f"it must match {breach.detail['pattern']}")
    return f"{shown(breach.value)} does not have the right form", hint


def _not(breach: Breach) -> Words:
    schema = breach.detail["schema"]
    keys = schema.get("required") if isinstance(schema, dict) else None
    if keys and len(keys) > 1:
        return _exclude_each_other(keys)
    if keys:
        return f"key {keys[0]!r} does not fit the other keys here", "remove it"
    return f"{shown(breach.value)} may not stand here", "see the OpenAPI Specification"


def _exclude_each_other(keys: Sequence[str]) -> Words:
    return f"{' and '.join(map(repr, keys))} exclude each other", "remove one of them"


def _limit(words: str) -> Callable[[Breach], Words]:
    return lambda breach: (f"must {words} {breach.detail['limit']}", "change it")


def _count(noun: str, bound: str) -> Callable[[Breach], Words]:
    def words(breach: Breach) -> Words:
        if owner_of(breach) == "responses":
            return NO_RESPONSE
        limit = breach.detail["limit"]
        return (
            f"must have {bound} {limit} {noun}{'' if limit == 1 else 's'}",
            "add some" if bound == "at least" else "remove some",
        )

    return words


def _other(breach: Breach) -> Words:
    return f"{shown(breach.value)} breaks a rule on {breach.keyword!r}", "see the OpenAPI Specification"


WORDS: dict[str, Callable[[Breach], Words]] = {
    "required": _required,
    "oneOf": _alternatives,
    "anyOf": _alternatives,
    "type": _type,
    "enum": lambda breach: one_of(breach.value, breach.detail["options"]),
    "const": _constant,
    "pattern": _pattern,
    "not": _not,
    "uniqueItems": lambda _: ("holds the same item twice", "remove one"),
    "minimum": _limit("be at least"),
    "maximum": _limit("be at most"),
    "exclusiveMinimum": _limit("be more than"),
    "minLength": _count("character", "at least"),
    "minItems": _count("item", "at least"),
    "minProperties": _count("key", "at least"),
    "maxProperties": _count("key", "at most"),
}


def owner_of(breach: Breach) -> str:
    """What the object is whose rule an error breaks, in plain words; ``""`` for the document itself."""
    path = breach.rule
    name = str(path[1]) if len(path) > 1 and path[0] in ("$defs", "definitions") else ""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower().replace("-", " ")
    return OWNERS.get(name, plain.removesuffix(" or reference"))
