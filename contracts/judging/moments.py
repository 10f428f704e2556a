"""Where a schema wants a date-time, and whether a value is one (RFC 3339, section 5.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from contracts.judging.fields import all_of_parts, json_types
from contracts.spec.document import child_pointer
from contracts.spec.schemas import Schema

_MOMENT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?"
    r"(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_ALTERNATIVES = ("oneOf", "anyOf")
_DEPTH = 40
"""Levels of a value that are looked at; no answer of an API has more."""


def is_timestamp(text: str) -> bool:
    """Whether a text is a date-time with its offset, of a day that exists."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return False
    try:
        date(*map(int, found.groups()))
    except ValueError:
        return False
    return True


def invalid_timestamps(schema: Schema, value: Any) -> Iterator[tuple[str, str]]:
    """Pointer and text of each string in a value that ought to be a date-time and is none."""
    yield from _look([schema], value, "", 0)


def _look(schemas: list[Schema], value: Any, pointer: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEPTH:
        return
    if isinstance(value, str):
        if any(_only_moments(schema, 0) for schema in schemas) and not is_timestamp(value):
            yield pointer, value
    elif isinstance(value, dict):
        for name, member in value.items():
            below = [schema.properties[name] for schema in schemas if name in schema.properties]
            yield from _look(below, member, child_pointer(pointer, name), depth + 1) if below else ()
    elif isinstance(value, list):
        items = [part.items for schema in schemas for part in all_of_parts(schema) if part.items is not None]
        for index, item in enumerate(value if items else ()):
            yield from _look(items, item, child_pointer(pointer, index), depth + 1)


def _only_moments(schema: Schema, depth: int) -> bool:
    """Whether every string that the schema takes has the format ``date-time``."""
    return depth <= _DEPTH and any(_asks_moments(part, depth) for part in all_of_parts(schema))


def _asks_moments(part: Schema, depth: int) -> bool:
    node = part.node
    if not isinstance(node, dict):
        return False
    if node.get("format") == "date-time":
        return True
    for keyword in _ALTERNATIVES:
        branches = [part.child(keyword, index) for index in range(len(node.get(keyword, ())))]
        for_strings = [branch for branch in branches if _takes_strings(branch)]
        if for_strings and all(_only_moments(branch, depth + 1) for branch in for_strings):
            return True
    return False


def _takes_strings(schema: Schema) -> bool:
    types = json_types(schema)
    return schema.node is not False and (not types or "string" in types)
