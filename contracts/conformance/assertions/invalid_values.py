"""Values that are invalid by a schema, even for a server that converts types leniently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.item_fields import json_types, keywords
from contracts.conformance.request_builder import OMITTED
from contracts.spec.schemas import Schema

WRONG_TYPE = "a value of the wrong type"
UNKNOWN_PROPERTY = "casemockUnknown"

_OTHER_TYPES: tuple[Any, ...] = ({"casemock": ["not this type"]}, ["not this type", {}], "not this type")
"""Values that no lenient conversion turns into a number, boolean, string or list."""

_BOUNDS = (
    ("minimum", "a number below the minimum", -1),
    ("exclusiveMinimum", "a number below the minimum", 0),
    ("maximum", "a number above the maximum", 1),
    ("exclusiveMaximum", "a number above the maximum", 0),
)
_LARGEST = 2**53
"""Beyond this, a double plus one may be the same double."""

_LONGEST = 4096
"""Maximum length of a string that is sent; larger ``maxLength`` values are not tested."""


def wrong_type_value(schema: Schema) -> Any:
    """Return a value of a type that the schema does not allow; ``OMITTED`` if it allows every type."""
    objects_last = _OTHER_TYPES[::-1] if _is_object(schema) else _OTHER_TYPES
    return next((value for value in objects_last if not schema.request_validator.is_valid(value)), OMITTED)


def out_of_bounds_values(schema: Schema) -> Iterator[tuple[str, Any]]:
    """Yield a description and a value of the right type for each constraint that the value violates."""
    rules = keywords(schema)
    if "enum" in rules or "const" in rules:
        yield "a value that is not in the enum", "casemock-none-of-these"
    if rules.get("minLength", 0) > 0:
        yield "an empty string", ""
    if rules.get("maxLength", _LONGEST) < _LONGEST:
        yield "a string above maxLength", "x" * (rules["maxLength"] + 1)
    if "pattern" in rules:
        yield from (("a string that does not match the pattern", text) for text in _pattern_violations(schema))
    for keyword, title, step in _BOUNDS:
        if abs(rules.get(keyword, _LARGEST)) < _LARGEST:
            yield title, rules[keyword] + step


def _pattern_violations(schema: Schema) -> Iterator[str]:
    return (text for text in ("~casemock~", " ") if not schema.request_validator.is_valid(text))


def invalid_strings(schema: Schema) -> Iterator[tuple[str, str]]:
    """Yield a description and a parameter string that is invalid whichever way it is parsed."""
    types = json_types(schema)
    if types and types <= {"integer", "number", "boolean", "null"}:
        yield "a word instead of a number or boolean", "casemock"
    for title, value in out_of_bounds_values(schema):
        if isinstance(value, str) and value.strip() and "string" in (types or {"string"}):
            yield title, value
        elif isinstance(value, int | float) and types and types <= {"integer", "number"}:
            yield title, str(value)


@dataclass(frozen=True)
class InvalidBody:
    """A body that is invalid by the schema.

    :param sort: the kind of error, independent of the property.
    :param key: the invalid property.
    """

    sort: str
    key: str
    body: dict[str, Any]


def invalid_bodies(schema: Schema, valid: dict[str, Any]) -> Iterator[InvalidBody]:
    """Yield bodies that differ from a valid one in one property, properties in the valid body first."""
    writable = {name: below for name, below in schema.possible_properties.items() if not _is_read_only(below)}
    candidates = [
        found
        for name in sorted(writable, key=lambda name: name not in valid)
        for found in _invalid_for(name, writable, valid)
    ]
    for name in valid:
        incomplete = {other: value for other, value in valid.items() if other != name}
        candidates.append(InvalidBody("a required property missing", name, incomplete))
    candidates.append(InvalidBody("an undocumented property", UNKNOWN_PROPERTY, {**valid, UNKNOWN_PROPERTY: 1}))
    return (candidate for candidate in candidates if not schema.request_validator.is_valid(candidate.body))


def _invalid_for(name: str, properties: dict[str, Schema], valid: dict[str, Any]) -> Iterator[InvalidBody]:
    value = wrong_type_value(properties[name])
    if value is not OMITTED:
        yield InvalidBody(WRONG_TYPE, name, {**valid, name: value})
    for title, bound in out_of_bounds_values(properties[name]):
        yield InvalidBody(title, name, {**valid, name: bound})


def _is_object(schema: Schema) -> bool:
    return "object" in json_types(schema) or bool(schema.properties)


def _is_read_only(schema: Schema) -> bool:
    return bool(keywords(schema).get("readOnly"))
