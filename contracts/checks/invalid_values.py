"""Values that a schema forbids, whoever reads it: no lenient reader makes a valid one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.probe.requests import NOTHING
from contracts.spec.schemas import Schema

_OTHER_TYPES: tuple[Any, ...] = ({"casemock": ["not this type"]}, ["not this type", {}], "not this type")
"""Of these no number, truth value, text or list can be read by mistake."""

_LONGEST = 4096
"""Characters of a text that is too long; a schema that allows more is not tried."""


def of_another_type(schema: Schema) -> Any:
    """A value of a type that the schema does not take; ``NOTHING`` where it takes every type."""
    objects_last = _OTHER_TYPES[::-1] if _is_object(schema) else _OTHER_TYPES
    return next((value for value in objects_last if not schema.request_validator.is_valid(value)), NOTHING)


def beyond_bounds(schema: Schema) -> Iterator[tuple[str, Any]]:
    """What is wrong, and a value of the right type that the schema forbids, for each bound that it has."""
    node = schema.resolve().node
    if not isinstance(node, dict):
        return
    if "enum" in node or "const" in node:
        yield "a value that is not listed", "casemock-none-of-these"
    if node.get("minLength", 0) > 0:
        yield "an empty text", ""
    if node.get("maxLength", _LONGEST) < _LONGEST:
        yield "too long a text", "x" * (node["maxLength"] + 1)
    if "minimum" in node:
        yield "too small a number", node["minimum"] - 1
    if "maximum" in node and abs(node["maximum"]) < 2**53:
        yield "too large a number", node["maximum"] + 1


def as_text(schema: Schema) -> Iterator[tuple[str, str]]:
    """What is wrong, and a parameter's text that is invalid whichever way it is read."""
    types = _types(schema)
    if types and types <= {"integer", "number", "boolean", "null"}:
        yield "a word where a number or truth value belongs", "casemock"
    for title, value in beyond_bounds(schema):
        if isinstance(value, str) and value and "string" in (types or {"string"}):
            yield title, value
        elif isinstance(value, int | float) and types and types <= {"integer", "number"}:
            yield title, str(value)
    node = schema.resolve().node
    if isinstance(node, dict) and "pattern" in node and types == {"string"}:
        yield "a text that breaks its pattern", "~casemock~"


def members(schema: Schema, body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Bodies that differ from a valid one in one member and that the schema forbids, the most telling first.

    :returns: what is wrong with each, and the body.
    """
    writable = {name: below for name, below in schema.properties.items() if not _is_read_only(below)}
    present = sorted(writable, key=lambda name: name not in body)
    for name in present:
        value = of_another_type(writable[name])
        if value is not NOTHING:
            yield from _if_forbidden(schema, f"{name} of another type", {**body, name: value})
        for title, bound in beyond_bounds(writable[name]):
            yield from _if_forbidden(schema, f"{name} with {title}", {**body, name: bound})


def without_required(schema: Schema, body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Bodies that lack one member that the schema requires."""
    for name in body:
        lacking = {other: value for other, value in body.items() if other != name}
        yield from _if_forbidden(schema, f"{name} missing", lacking)


def _if_forbidden(schema: Schema, title: str, body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if not schema.request_validator.is_valid(body):
        yield title, body


def _types(schema: Schema) -> set[str]:
    node = schema.resolve().node
    types = node.get("type", []) if isinstance(node, dict) else []
    return {types} if isinstance(types, str) else set(types)


def _is_object(schema: Schema) -> bool:
    return "object" in _types(schema) or bool(schema.properties)


def _is_read_only(schema: Schema) -> bool:
    node = schema.resolve().node
    return isinstance(node, dict) and bool(node.get("readOnly"))
