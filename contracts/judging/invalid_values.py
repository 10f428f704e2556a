"""Values that a schema forbids, whoever reads it: no lenient reader makes a valid one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.judging.fields import keywords, types_of
from contracts.probe.requests import NOTHING
from contracts.spec.schemas import Schema

ANOTHER_TYPE = "a value of another type"
UNKNOWN_MEMBER = "casemockUnknown"

_OTHER_TYPES: tuple[Any, ...] = ({"casemock": ["not this type"]}, ["not this type", {}], "not this type")
"""Of these no number, truth value, text or list can be read by mistake."""

_BOUNDS = (
    ("minimum", "too small a number", -1),
    ("exclusiveMinimum", "too small a number", 0),
    ("maximum", "too large a number", 1),
    ("exclusiveMaximum", "too large a number", 0),
)
_LARGEST = 2**53
"""Beyond this a number plus one may be the same number."""

_LONGEST = 4096
"""Characters of a text that is too long; a schema that allows more is not tried."""


def of_another_type(schema: Schema) -> Any:
    """A value of a type that the schema does not take; ``NOTHING`` where it takes every type."""
    objects_last = _OTHER_TYPES[::-1] if _is_object(schema) else _OTHER_TYPES
    return next((value for value in objects_last if not schema.request_validator.is_valid(value)), NOTHING)


def beyond_bounds(schema: Schema) -> Iterator[tuple[str, Any]]:
    """What is wrong, and a value of the right type that the schema forbids, for each bound that it has."""
    rules = keywords(schema)
    if "enum" in rules or "const" in rules:
        yield "a value that is not listed", "casemock-none-of-these"
    if rules.get("minLength", 0) > 0:
        yield "an empty text", ""
    if rules.get("maxLength", _LONGEST) < _LONGEST:
        yield "too long a text", "x" * (rules["maxLength"] + 1)
    if "pattern" in rules:
        yield from (("a text that breaks its pattern", text) for text in _odd_texts(schema))
    for keyword, title, step in _BOUNDS:
        if abs(rules.get(keyword, _LARGEST)) < _LARGEST:
            yield title, rules[keyword] + step


def _odd_texts(schema: Schema) -> Iterator[str]:
    return (text for text in ("~casemock~", " ") if not schema.request_validator.is_valid(text))


def as_text(schema: Schema) -> Iterator[tuple[str, str]]:
    """What is wrong, and a parameter's text that is invalid whichever way it is read."""
    types = types_of(schema)
    if types and types <= {"integer", "number", "boolean", "null"}:
        yield "a word where a number or truth value belongs", "casemock"
    for title, value in beyond_bounds(schema):
        if isinstance(value, str) and value.strip() and "string" in (types or {"string"}):
            yield title, value
        elif isinstance(value, int | float) and types and types <= {"integer", "number"}:
            yield title, str(value)


@dataclass(frozen=True)
class InvalidBody:
    """A body that the schema forbids.

    :param sort: what is wrong with it, whichever member it is.
    :param member: the one that is wrong.
    """

    sort: str
    member: str
    body: dict[str, Any]


def invalid_bodies(schema: Schema, valid: dict[str, Any]) -> Iterator[InvalidBody]:
    """Bodies that differ from a valid one in one member; members that it has go first."""
    writable = {name: below for name, below in schema.possible_properties.items() if not _is_read_only(below)}
    candidates = [
        found
        for name in sorted(writable, key=lambda name: name not in valid)
        for found in _wrong(name, writable, valid)
    ]
    for name in valid:
        lacking = {other: value for other, value in valid.items() if other != name}
        candidates.append(InvalidBody("a required member missing", name, lacking))
    candidates.append(InvalidBody("a member that is not documented", UNKNOWN_MEMBER, {**valid, UNKNOWN_MEMBER: 1}))
    return (candidate for candidate in candidates if not schema.request_validator.is_valid(candidate.body))


def _wrong(name: str, properties: dict[str, Schema], valid: dict[str, Any]) -> Iterator[InvalidBody]:
    value = of_another_type(properties[name])
    if value is not NOTHING:
        yield InvalidBody(ANOTHER_TYPE, name, {**valid, name: value})
    for title, bound in beyond_bounds(properties[name]):
        yield InvalidBody(title, name, {**valid, name: bound})


def _is_object(schema: Schema) -> bool:
    return "object" in types_of(schema) or bool(schema.properties)


def _is_read_only(schema: Schema) -> bool:
    return bool(keywords(schema).get("readOnly"))
