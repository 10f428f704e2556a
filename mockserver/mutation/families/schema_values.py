"""Mutants whose success responses have values that their schema does not allow, such as other formats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mockserver.mutation.locations import BodyLocation, is_number, violations_of
from mockserver.mutation.mutant import MutantFamily

FAMILY = MutantFamily("schema")

_violation = violations_of(FAMILY)

EPOCH_SECONDS = 1_767_225_600
"""2026-01-01."""


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
    "range-broken",
    "a number is outside its range",
    why="Counters fall below zero, or percentages exceed 100.",
)
def range_broken(location: BodyLocation) -> Iterator[Any]:
    """Replace a number by one beyond a bound."""
    if not is_number(location.value):
        return
    for keyword, step in (("minimum", -1), ("maximum", 1), ("exclusiveMinimum", 0), ("exclusiveMaximum", 0)):
        if isinstance(bound := location.keyword(keyword), int | float):
            yield bound + step
