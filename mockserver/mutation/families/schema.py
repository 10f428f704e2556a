"""Mutants whose success responses violate the documented schema, or are not valid JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import documented_media, is_json, parse_json, violates, with_body, with_json
from mockserver.mutation.locations import BodyLocation, Candidates, locations, remove_at, replace_at, violating
from mockserver.mutation.mutant import Call, MutantFamily, returns_json, transforming

FAMILY = MutantFamily("schema")

EPOCH_SECONDS = 1_767_225_600
"""2026-01-01."""


def _violation(mutant_id: str, title: str, *, why: str) -> Callable[[Candidates], Candidates]:
    """Decorate a generator of values, the first of which that violates the schema goes into the response."""

    def declare(candidates: Candidates) -> Candidates:
        make_fault = transforming(violating(candidates))
        FAMILY.add(mutant_id, title, why=why, applies=returns_json, make_fault=make_fault)
        return candidates

    return declare


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@_violation(
    "body-in-list",
    "the body of a success response is wrapped in a list",
    why="The result of a query is a list of rows, and its single row is not extracted.",
)
def body_in_list(location: BodyLocation) -> Iterator[Any]:
    """Wrap the root in a list."""
    if not location.path:
        yield [location.value]


@_violation(
    "body-wrapped",
    "the body of a success response is wrapped in an object with the key 'data'",
    why="A company-wide convention for response bodies is not documented.",
)
def body_wrapped(location: BodyLocation) -> Iterator[Any]:
    """Wrap the root in an object."""
    if not location.path:
        yield {"data": location.value}


@_violation(
    "boolean-as-text",
    "a boolean is returned as a string",
    why="The string 'false' is truthy in most languages.",
)
def boolean_as_text(location: BodyLocation) -> Iterator[Any]:
    """Convert a boolean to a string or number."""
    if isinstance(location.value, bool):
        yield "true" if location.value else "false"
        yield int(location.value)


@_violation(
    "enum-case",
    "an enum value has upper-case instead of lower-case letters, or the reverse",
    why="The name of a constant is returned instead of its value.",
)
def enum_case(location: BodyLocation) -> Iterator[Any]:
    """Swap the case of an enum value."""
    if location.keyword("enum") is not None and isinstance(location.value, str):
        yield location.value.swapcase()


@_violation(
    "enum-unknown",
    "a value is not in its enum",
    why="The server has a new state that is not documented.",
)
def enum_unknown(location: BodyLocation) -> Iterator[Any]:
    """Extend an enum value."""
    if location.keyword("enum") is not None and isinstance(location.value, str):
        yield f"{location.value}_legacy"


@_violation(
    "format-date-only",
    "a date is returned where a date-time is documented",
    why="The type of a column was changed without its documentation.",
)
def format_date_only(location: BodyLocation) -> Iterator[Any]:
    """Remove the time of a date-time."""
    if location.keyword("format") == "date-time" and isinstance(location.value, str):
        yield location.value[: len("2026-01-01")]


@_violation(
    "format-email",
    "an email address has no domain",
    why="The login name is returned instead.",
)
def format_email(location: BodyLocation) -> Iterator[Any]:
    """Remove the domain of an email address."""
    if location.keyword("format") in {"email", "idn-email"} and isinstance(location.value, str):
        yield location.value.partition("@")[0]


@_violation(
    "format-epoch",
    "a timestamp is returned as seconds since 1970",
    why="It is the default of many serialisers.",
)
def format_epoch(location: BodyLocation) -> Iterator[Any]:
    """Replace a date-time by a number."""
    if location.keyword("format") == "date-time" and isinstance(location.value, str):
        yield EPOCH_SECONDS


@_violation(
    "format-no-offset",
    "a date-time has no time zone offset",
    why="Each client interprets it in its own time zone; RFC 3339, section 5.6, requires an offset.",
)
def format_no_offset(location: BodyLocation) -> Iterator[Any]:
    """Remove the offset of a date-time."""
    if location.keyword("format") == "date-time" and isinstance(location.value, str):
        yield re.sub(r"(Z|[+-]\d\d:\d\d)$", "", location.value)


@_violation(
    "format-uri",
    "a URI has no scheme, or is invalid",
    why="Links are built from a setting that is empty on one machine.",
)
def format_uri(location: BodyLocation) -> Iterator[Any]:
    """Remove the scheme of a URI, or make it invalid."""
    if location.keyword("format") in {"uri", "uri-reference"} and isinstance(location.value, str):
        yield location.value.partition("://")[2]
        yield "http://[not an address"


@_violation(
    "format-uuid",
    "an id is not a UUID although the document requires one",
    why="Statically typed clients reject the whole response.",
)
def format_uuid(location: BodyLocation) -> Iterator[Any]:
    """Replace a UUID by another identifier."""
    if location.keyword("format") == "uuid" and isinstance(location.value, str):
        yield f"urn:id:{location.value[:8]}"


@_violation(
    "integer-as-fraction",
    "an integer has a fractional part",
    why="The value is an average, or the result of a division that truncates in another language.",
)
def integer_as_fraction(location: BodyLocation) -> Iterator[Any]:
    """Add one half to an integer."""
    if isinstance(location.value, int) and not isinstance(location.value, bool):
        yield location.value + 0.5


@FAMILY.transform(
    "json-not-a-number",
    "a number is NaN",
    why="Python's encoder writes it by default, and most parsers reject it; RFC 8259, section 6, forbids it.",
    applies=returns_json,
)
def json_not_a_number(_call: Call, operation: Operation, response: Response) -> Response:
    """Replace the first number by NaN."""
    media = documented_media(operation, response)
    if media is None or not response.is_success:
        return response
    body = parse_json(response)
    for location in locations(media.schema, body):
        if _is_number(location.value):
            return with_body(response, json.dumps(replace_at(body, location.path, float("nan"))).encode())
    return response


@FAMILY.transform(
    "json-trailing",
    "the JSON of a success response is followed by other characters",
    why="Debug output was written to the body.",
    applies=returns_json,
)
def json_trailing(_call: Call, _operation: Operation, response: Response) -> Response:
    """Append characters to the body."""
    return with_body(response, response.body + b"null") if response.is_success and is_json(response) else response


@FAMILY.transform(
    "json-truncated",
    "the JSON of a success response is truncated",
    why="A buffer is too small, or a proxy closes the connection.",
    applies=returns_json,
)
def json_truncated(_call: Call, _operation: Operation, response: Response) -> Response:
    """Remove the second half of the body."""
    if not response.is_success or not is_json(response):
        return response
    return with_body(response, response.body[: len(response.body) // 2])


@_violation(
    "length-broken",
    "a string is longer or shorter than documented",
    why="The column of a client is as wide as documented.",
)
def length_broken(location: BodyLocation) -> Iterator[Any]:
    """Extend a string beyond maxLength, or truncate it below minLength."""
    if not isinstance(location.value, str):
        return
    if isinstance(longest := location.keyword("maxLength"), int):
        yield location.value + "x" * (longest + 1 - len(location.value))
    if isinstance(shortest := location.keyword("minLength"), int) and shortest:
        yield location.value[: shortest - 1]


@_violation(
    "list-as-object",
    "a list is returned as an object with its indexes as keys",
    why="PHP encodes a list with a gap in its indexes as an object.",
)
def list_as_object(location: BodyLocation) -> Iterator[Any]:
    """Convert a list to an object."""
    if isinstance(location.value, list):
        yield {str(index): item for index, item in enumerate(location.value)}


@_violation(
    "list-repeats",
    "a list with unique items contains an item twice",
    why="A join duplicates rows.",
)
def list_repeats(location: BodyLocation) -> Iterator[Any]:
    """Repeat the first item."""
    if isinstance(location.value, list) and location.value and location.keyword("uniqueItems"):
        yield [*location.value, location.value[0]]


@_violation(
    "list-too-short",
    "a list is empty although minItems requires items",
    why="Clients read the first item without checking the length.",
)
def list_too_short(location: BodyLocation) -> Iterator[Any]:
    """Remove all items."""
    if isinstance(location.value, list) and location.keyword("minItems"):
        yield []


@_violation(
    "list-unwrapped",
    "a list is returned as its first item",
    why="Converters from XML do this if a list has one item.",
)
def list_unwrapped(location: BodyLocation) -> Iterator[Any]:
    """Replace a list by its first item."""
    if isinstance(location.value, list):
        yield location.value[0] if location.value else {}


@_violation(
    "null-body",
    "the body of a success response is null",
    why="The handler has no return statement.",
)
def null_body(location: BodyLocation) -> Iterator[Any]:
    """Replace the root by null."""
    if not location.path:
        yield None


@_violation(
    "null-for-value",
    "a value is null although the schema does not allow it",
    why="An outer join has no matching row, and clients crash far from the cause.",
)
def null_for_value(location: BodyLocation) -> Iterator[Any]:
    """Replace a nested value by null."""
    if location.path and location.value is not None:
        yield None


@_violation(
    "number-as-text",
    "a number is returned as a string",
    why="Many database drivers return decimals and large integers as strings.",
)
def number_as_text(location: BodyLocation) -> Iterator[Any]:
    """Convert a number to a string."""
    if _is_number(location.value):
        yield str(location.value)


@_violation(
    "pattern-broken",
    "a string does not match its pattern",
    why="Clients parse codes and numbers according to their pattern.",
)
def pattern_broken(location: BodyLocation) -> Iterator[Any]:
    """Replace a string by one that hardly any pattern matches."""
    if location.keyword("pattern") is not None and isinstance(location.value, str):
        yield f" {location.value}"
        yield "~"


@_violation(
    "property-added",
    "an object has a property although additional properties are forbidden",
    why="Internal columns leak if a row is serialised unchanged.",
)
def property_added(location: BodyLocation) -> Iterator[Any]:
    """Add a property to an object."""
    if isinstance(location.value, dict):
        yield {**location.value, "_internal": "left in by mistake"}


@_violation(
    "property-renamed",
    "a required property is in camelCase instead of snake_case, or the reverse",
    why="Frameworks convert between the two by a setting.",
)
def property_renamed(location: BodyLocation) -> Iterator[Any]:
    """Rename a property of an object."""
    if isinstance(location.value, dict):
        for name in location.value:
            other = _other_convention(name)
            if other != name:
                yield {(other if key == name else key): value for key, value in location.value.items()}


def _other_convention(name: str) -> str:
    if "_" in name:
        return re.sub(r"_+(.)", lambda match: match[1].upper(), name)
    return re.sub(r"(?<=[a-z])[A-Z]", lambda match: f"_{match[0].lower()}", name)


@_violation(
    "range-broken",
    "a number is outside its range",
    why="Counters fall below zero, or percentages exceed 100.",
)
def range_broken(location: BodyLocation) -> Iterator[Any]:
    """Replace a number by one beyond a bound."""
    if not _is_number(location.value):
        return
    for keyword, step in (("minimum", -1), ("maximum", 1), ("exclusiveMinimum", 0), ("exclusiveMaximum", 0)):
        if isinstance(bound := location.keyword(keyword), int | float):
            yield bound + step


@FAMILY.transform(
    "required-missing",
    "a required property of the response is missing",
    why="A serialiser omits empty values, or a column is no longer selected.",
    applies=returns_json,
)
def required_missing(_call: Call, operation: Operation, response: Response) -> Response:
    """Remove the last required property."""
    body = parse_json(response)
    if not response.is_success or not isinstance(body, dict):
        return response
    candidates = (remove_at(body, (name,)) for name in reversed(body))
    return next((with_json(response, wrong) for wrong in candidates if violates(operation, response, wrong)), response)


@FAMILY.transform(
    "required-missing-deep",
    "a required property of a nested object is missing",
    why="Manual tests rarely check nested objects.",
    applies=returns_json,
)
def required_missing_deep(_call: Call, operation: Operation, response: Response) -> Response:
    """Remove the last required property below the first level."""
    media = documented_media(operation, response)
    if media is None or not response.is_success:
        return response
    body = parse_json(response)
    nested = [location.path for location in locations(media.schema, body) if len(location.path) > 1]
    candidates = (remove_at(body, path) for path in reversed(nested) if isinstance(path[-1], str))
    return next((with_json(response, wrong) for wrong in candidates if violates(operation, response, wrong)), response)


@FAMILY.transform(
    "success-empty",
    "a success response declares JSON, but its body is empty",
    why="The body stream is read twice, and the second read returns no data.",
    applies=returns_json,
)
def success_empty(_call: Call, _operation: Operation, response: Response) -> Response:
    """Remove the body but not its media type."""
    return with_body(response, b"") if response.is_success and is_json(response) else response


@_violation(
    "text-as-number",
    "a string is returned as a number",
    why="Strings of digits lose their type in loosely typed code.",
)
def text_as_number(location: BodyLocation) -> Iterator[Any]:
    """Convert a string to a number."""
    if isinstance(location.value, str):
        yield int(location.value) if location.value.isdecimal() else 1
