"""Mutants whose success responses have values of another JSON type, or null."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutation.locations import BodyLocation, is_number, violations_of
from mockserver.mutation.mutant import MutantFamily

FAMILY = MutantFamily("schema")

_violation = violations_of(FAMILY)


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
    "integer-as-fraction",
    "an integer has a fractional part",
    why="The value is an average, or the result of a division that truncates in another language.",
)
def integer_as_fraction(location: BodyLocation) -> Iterator[Any]:
    """Add one half to an integer."""
    if isinstance(location.value, int) and not isinstance(location.value, bool):
        yield location.value + 0.5


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
    if is_number(location.value):
        yield str(location.value)


@_violation(
    "text-as-number",
    "a string is returned as a number",
    why="Strings of digits lose their type in loosely typed code.",
)
def text_as_number(location: BodyLocation) -> Iterator[Any]:
    """Convert a string to a number."""
    if isinstance(location.value, str):
        yield int(location.value) if location.value.isdecimal() else 1
