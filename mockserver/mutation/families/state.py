"""Mutants whose reads, creations, deletions or timestamps do not match the writes."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import parse_json, violates
from mockserver.mutation.items import (
    items_in,
    read_before_write,
    with_items,
)
from mockserver.mutation.mutant import Call, Fault, MutantFamily, has_role
from mockserver.mutation.requests import generate_value

FAMILY = MutantFamily("state")


@FAMILY.transform(
    "id-differs",
    "the id in the body differs from the id in the path",
    why="The internal key is returned instead of the public one.",
    applies=has_role("read", "read_many", "update", "replace"),
)
def id_differs(_call: Call, operation: Operation, response: Response) -> Response:
    """Replace the id by another valid one."""
    resource = operation.resource
    if not response.is_success or resource is None or not resource.id_field:
        return response
    schema = resource.item.possible_properties.get(resource.id_field)
    items = items_in(operation, response)
    if schema is None or not items:
        return response
    other = generate_value(schema, f"{operation.id}-other")
    wrong = with_items(operation, response, [{**item, resource.id_field: other} for item in items])
    return response if violates(operation, response, parse_json(wrong)) else wrong


@FAMILY.stateful(
    "stale-read",
    "the first read after an update returns the old item",
    why="Reads go to a replica with a delay.",
    applies=has_role("read", "update", "replace"),
)
def stale_read() -> Fault:
    """Keep the old response of each updated item for one read."""
    old: dict[str, Response] = {}

    async def fault(call: Call) -> Response:
        before = await read_before_write(call)
        response = await call.forward()
        if before and response.is_success:
            old[call.path] = before
        is_stale = call.role == "read" and response.is_success and call.path in old
        return old.pop(call.path) if is_stale else response

    return fault


@FAMILY.stateful(
    "write-not-kept",
    "an update returns success but is never visible to reads",
    why="The transaction is never committed, or the cache never invalidated.",
    applies=has_role("read", "update", "replace"),
)
def write_not_kept() -> Fault:
    """Keep the original response of each updated item."""
    old: dict[str, Response] = {}

    async def fault(call: Call) -> Response:
        before = await read_before_write(call)
        response = await call.forward()
        if before and response.is_success:
            old.setdefault(call.path, before)
        return old[call.path] if call.role == "read" and response.is_success and call.path in old else response

    return fault
