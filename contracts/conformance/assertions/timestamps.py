"""Validation of strings that must be date-times by their schema (RFC 3339, section 5.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from contracts.conformance.assertions.item_fields import all_of_parts, json_types
from contracts.spec.pointers import child_pointer
from contracts.spec.schemas import Schema

_DATE_TIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?"
    r"(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_ALTERNATIVES = ("oneOf", "anyOf")
_DEPTH = 40
"""Maximum depth of a value that is validated."""


def is_timestamp(text: str) -> bool:
    """Whether a string is a date-time with an offset and an existing date."""
    found = _DATE_TIME.fullmatch(text)
    if found is None:
        return False
    try:
        date(*map(int, found.groups()))
    except ValueError:
        return False
    return True


def invalid_timestamps(schema: Schema, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the JSON pointer and value of each string that should be a date-time and is not."""
    yield from _walk([schema], value, "", 0)


def _walk(schemas: list[Schema], value: Any, pointer: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEPTH:
        return
    if isinstance(value, str):
        if any(_requires_date_time(schema, 0) for schema in schemas) and not is_timestamp(value):
            yield pointer, value
    elif isinstance(value, dict):
        for name, item in value.items():
            below = [schema.properties[name] for schema in schemas if name in schema.properties]
            yield from _walk(below, item, child_pointer(pointer, name), depth + 1) if below else ()
    elif isinstance(value, list):
        items = [part.items for schema in schemas for part in all_of_parts(schema) if part.items is not None]
        for index, item in enumerate(value if items else ()):
            yield from _walk(items, item, child_pointer(pointer, index), depth + 1)


def _requires_date_time(schema: Schema, depth: int) -> bool:
    """Whether every string that is valid by the schema has the format ``date-time``."""
    return depth <= _DEPTH and any(_part_requires_date_time(part, depth) for part in all_of_parts(schema))


def _part_requires_date_time(part: Schema, depth: int) -> bool:
    node = part.node
    if not isinstance(node, dict):
        return False
    if node.get("format") == "date-time":
        return True
    for keyword in _ALTERNATIVES:
        branches = [part.child(keyword, index) for index in range(len(node.get(keyword, ())))]
        for_strings = [branch for branch in branches if _allows_strings(branch)]
        if for_strings and all(_requires_date_time(branch, depth + 1) for branch in for_strings):
            return True
    return False


def _allows_strings(schema: Schema) -> bool:
    types = json_types(schema)
    return schema.node is not False and (not types or "string" in types)
