"""Mutants that reject input which the document allows, with the documented error response.

What they reject is chosen without the code of the check that finds it, so that neither hides a gap of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from contracts.messages import Response
from contracts.spec.keys import schema_at, value_at, with_value
from contracts.spec.model import Operation
from contracts.spec.names import words
from contracts.spec.schemas import Schema
from contracts.spec.shapes import core
from mockserver.mutation.editing import parse_json, with_query_param, with_request_json
from mockserver.mutation.families.filters import filters
from mockserver.mutation.faults import VALIDATION_ERRORS
from mockserver.mutation.list_queries import query_values
from mockserver.mutation.mutant import Call, MutantFamily, has_role

FAMILY = MutantFamily("validation")

STATES = frozenset({"status", "state", "phase", "stage", "step"})
"""Words in names of properties of which a server may reject some values for new items."""

FREE_TEXT = frozenset({"title", "description", "note", "comment", "message", "text", "content", "summary", "name"})
"""Last words of names of properties with text."""

MAX_LENGTH = 2000
"""Maximum length of a string that tests can be expected to send."""


def _nodes(operation: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the schema object of each property of the item in the JSON request body."""
    content = operation.request_body.content if operation.request_body else ()
    schema = next((one.schema for one in content if one.is_json and one.schema is not None), None)
    item = schema_at(schema, operation.resource.body_path) if schema is not None and operation.resource else None
    for name, below in item.possible_properties.items() if item is not None else ():
        node = core(below).node
        if isinstance(node, dict):
            yield name, node


def _last_value(node: dict[str, Any]) -> Any:
    """Return the last value of an ``enum``; ``None`` if it has less than two strings."""
    values = [one for one in node.get("enum", ()) if isinstance(one, str)]
    return values[-1] if len(values) > 1 else None


def _last_values(operation: Operation) -> dict[str, Any]:
    found = {name: _last_value(node) for name, node in _nodes(operation) if STATES.isdisjoint(words(name))}
    return {name: value for name, value in found.items() if value is not None}


def _lengths(operation: Operation) -> dict[str, int]:
    """Return ``maxLength`` of the properties with text."""
    found = {name: node.get("maxLength") for name, node in _nodes(operation) if "format" not in node}
    return {
        name: length
        for name, length in found.items()
        if isinstance(length, int) and 40 <= length <= MAX_LENGTH and (words(name) or ("",))[-1] in FREE_TEXT
    }


async def _without(call: Call, names: Callable[[Operation, dict[str, Any]], Iterator[str]]) -> Response:
    """Send an invalid value for the first of these properties of the item; return the response if it is rejected."""
    operation, body = call.matched, parse_json(call.request)
    keys = operation.resource.body_path if operation is not None and operation.resource else ()
    item = value_at(body, keys)
    if operation is None or call.role != "create" or not isinstance(item, dict):
        return await call.forward()
    name = next(names(operation, item), None)
    if name is None:
        return await call.forward()
    invalid = with_value(body, (*keys, name), {"casemock": []})
    rejected = await call.forward(with_request_json(call.request, invalid))
    return rejected if rejected.status in VALIDATION_ERRORS else await call.forward()


@FAMILY.fault(
    "enum-value-rejected",
    "one value of an enum is rejected in the body of a new item",
    why="The value was added to the document, but not to the enum in the code.",
    applies=lambda operation: has_role("create")(operation) and bool(_last_values(operation)),
)
async def enum_value_rejected(call: Call) -> Response:
    """Reject the last value of each enum."""

    def names(operation: Operation, item: dict[str, Any]) -> Iterator[str]:
        return (name for name, value in _last_values(operation).items() if item.get(name) == value)

    return await _without(call, names)


@FAMILY.fault(
    "long-text-rejected",
    "a text of more than three quarters of its maximum length is rejected in the body of a new item",
    why="The column is shorter than the document says.",
    applies=lambda operation: has_role("create")(operation) and bool(_lengths(operation)),
)
async def long_text_rejected(call: Call) -> Response:
    """Reject long strings."""

    def names(operation: Operation, item: dict[str, Any]) -> Iterator[str]:
        for name, length in _lengths(operation).items():
            value = item.get(name)
            if isinstance(value, str) and 4 * len(value) > 3 * length:
                yield name

    return await _without(call, names)


def _filter_values(operation: Operation) -> dict[str, str]:
    """Return the last value of each query parameter with an ``enum``."""
    schemas: dict[str, Schema | None] = {one.name: one.schema for one in filters(operation)}
    nodes = {name: core(schema).node for name, schema in schemas.items() if schema is not None}
    found = {name: _last_value(node) for name, node in nodes.items() if isinstance(node, dict)}
    return {name: value for name, value in found.items() if value is not None}


@FAMILY.fault(
    "filter-value-rejected",
    "one value of the enum of a filter is rejected",
    why="The value was added to the document, but not to the enum in the code.",
    applies=lambda operation: has_role("list", "search")(operation) and bool(_filter_values(operation)),
)
async def filter_value_rejected(call: Call) -> Response:
    """Reject the last value of the enum of each filter."""
    sent = query_values(call.request) if call.matched is not None else {}
    last = _filter_values(call.matched) if call.matched is not None else {}
    name = next((name for name, value in last.items() if sent.get(name) == value), None)
    if name is None:
        return await call.forward()
    rejected = await call.forward(with_query_param(call.request, name, "casemock-not-in-the-enum"))
    return rejected if rejected.status in VALIDATION_ERRORS else await call.forward()
