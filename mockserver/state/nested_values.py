"""Changes of values in an item: merge patches, and nested objects that a client sent without what the server sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.spec.schemas import Schema

MAX_DEPTH = 32
"""Levels of a value that are completed."""


def merge_patch(target: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object after a JSON Merge Patch (RFC 7396): ``null`` removes a property, at any depth."""
    merged = dict(target)
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, Mapping):
            inner = merged.get(name)
            merged[name] = merge_patch(inner if isinstance(inner, Mapping) else {}, value)
        else:
            merged[name] = value
    return merged


def complete(schema: Schema, value: Any, current: Any, depth: int = MAX_DEPTH) -> Any:
    """Return a sent value with what it lacks to be valid, taken from the current value.

    Objects get the properties that clients do not send but responses require, such as a read-only key. The items of an
    array are completed from the items at the same positions; if there are more of them, the current items are reused.

    :param current: a valid value of the schema.
    :returns: the value itself if it is valid, or if the current value does not make it valid.
    """
    if depth == 0 or not isinstance(value, dict | list) or schema.is_valid(value):
        return value
    completed = _complete_parts(schema, value, current, depth - 1)
    return completed if schema.is_valid(completed) else value


def _complete_parts(schema: Schema, value: Any, current: Any, depth: int) -> Any:
    if isinstance(value, dict) and isinstance(current, dict):
        return _complete_object(schema, value, current, depth)
    items = schema.items
    if isinstance(value, list) and isinstance(current, list) and current and items is not None:
        return [complete(items, item, current[index % len(current)], depth) for index, item in enumerate(value)]
    return value


def _complete_object(schema: Schema, value: dict[str, Any], current: dict[str, Any], depth: int) -> Any:
    known = schema.possible_properties
    parts = {
        name: complete(known[name], below, current[name], depth) if name in known and name in current else below
        for name, below in value.items()
    }
    completed = {**current, **parts}
    if not schema.is_valid(completed):
        return parts
    for name in [name for name in current if name not in value and not _is_read_only(known.get(name))]:
        rest = {key: below for key, below in completed.items() if key != name}
        completed = rest if schema.is_valid(rest) else completed
    return completed


def _is_read_only(schema: Schema | None) -> bool:
    return schema is not None and has_flag(schema, "readOnly")


def has_flag(schema: Schema, keyword: str) -> bool:
    """Whether a schema, or the schema it references, has a keyword with the value ``true``."""
    return any(isinstance(node, dict) and node.get(keyword) is True for node in (schema.node, schema.resolve().node))


def deep_merge(
    schema: Schema, current: Mapping[str, Any], changes: Mapping[str, Any], depth: int = MAX_DEPTH
) -> dict[str, Any]:
    """Return changes whose objects are merged into the current ones, so that a change of one property keeps the others.

    Objects without documented properties, whose keys clients choose, are replaced.
    """
    known = schema.possible_properties
    return {
        name: _deep_value(known.get(name), current.get(name), value, depth) if depth else value
        for name, value in changes.items()
    }


def _deep_value(schema: Schema | None, old: Any, value: Any, depth: int) -> Any:
    if not isinstance(value, dict) or not isinstance(old, dict) or schema is None or not schema.possible_properties:
        return value
    return {**old, **deep_merge(schema, old, value, depth - 1)}
