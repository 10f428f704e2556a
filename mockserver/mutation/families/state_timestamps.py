"""Mutants with wrong timestamps of creation and update."""

from __future__ import annotations

import re
from collections import Counter

from contracts.messages import Response
from mockserver.mutation.editing import parse_json, violates, with_json
from mockserver.mutation.items import (
    CREATED_AT,
    UPDATED_AT,
    WRITE_ROLES,
    ItemOverrides,
    item_in,
    read_before_write,
    shift_timestamp,
    timestamp_properties,
    with_items,
)
from mockserver.mutation.mutant import Call, Fault, MutantFamily, has_role

FAMILY = MutantFamily("state")


@FAMILY.stateful(
    "created-changes",
    "an update changes the creation timestamp",
    why="The column is set automatically on every UPDATE.",
    applies=has_role("read", "update", "replace"),
)
def created_changes() -> Fault:
    """Shift the creation timestamps of updated items by one day."""
    overrides = ItemOverrides()

    async def fault(call: Call) -> Response:
        response = await call.forward()
        body = item_in(call, response)
        if call.role in WRITE_ROLES and body is not None:
            names = timestamp_properties(body, CREATED_AT)
            overrides.set(call.path, {name: shift_timestamp(body[name], 1) for name in names})
        return overrides.apply(call, response)

    return fault


@FAMILY.stateful(
    "format-after-write",
    "date-times of an updated item have no time zone offset",
    why="New objects have a time zone, objects from the database do not.",
    applies=has_role("read", "update", "replace"),
)
def format_after_write() -> Fault:
    """Remember the updated items."""
    updated: set[str] = set()

    async def fault(call: Call) -> Response:
        response = await call.forward()
        body = parse_json(response)
        if not response.is_success or not isinstance(body, dict) or call.operation is None:
            return response
        if call.role in WRITE_ROLES:
            updated.add(call.path)
        if call.path not in updated or call.role not in {"read", *WRITE_ROLES}:
            return response
        wrong = {name: _without_offset(value) if isinstance(value, str) else value for name, value in body.items()}
        return with_json(response, wrong) if violates(call.operation, response, wrong) else response

    return fault


def _without_offset(value: str) -> str:
    return re.sub(r"^(\d{4}-\d\d-\d\dT[0-9:.]+)(Z|[+-]\d\d:\d\d)$", r"\1", value)


@FAMILY.stateful(
    "read-changes",
    "a read changes the timestamp of the last update",
    why="The read handler saves the item, although GET is safe (RFC 9110, section 9.2.1).",
    applies=has_role("read"),
)
def read_changes() -> Fault:
    """Count the reads of each item, and shift its timestamps by as many days."""
    reads: Counter[str] = Counter()

    async def fault(call: Call) -> Response:
        response = await call.forward()
        body = item_in(call, response)
        if call.role != "read" or call.operation is None or body is None:
            return response
        reads[call.path] += 1
        shifted = {one: shift_timestamp(body[one], reads[call.path]) for one in timestamp_properties(body, UPDATED_AT)}
        return with_items(call.operation, response, [{**body, **shifted}])

    return fault


@FAMILY.stateful(
    "updated-backwards",
    "an update moves the timestamp of the last update back",
    why="The clocks of several servers differ.",
    applies=has_role("read", "update", "replace"),
)
def updated_backwards() -> Fault:
    """Set the update timestamps of each updated item to one day before their old values."""
    overrides = ItemOverrides()

    async def fault(call: Call) -> Response:
        before = await read_before_write(call)
        response = await call.forward()
        body = item_in(call, before) if before else None
        if response.is_success and body is not None:
            names = timestamp_properties(body, UPDATED_AT)
            overrides.set(call.path, {name: shift_timestamp(body[name], -1) for name in names})
        return overrides.apply(call, response)

    return fault


@FAMILY.stateful(
    "updated-unchanged",
    "an update does not change the timestamp of the last update",
    why="Clients that poll for changes miss the update.",
    applies=has_role("read", "update", "replace"),
)
def updated_unchanged() -> Fault:
    """Keep the first update timestamps of each item."""
    overrides = ItemOverrides()

    async def fault(call: Call) -> Response:
        before = await read_before_write(call)
        response = await call.forward()
        body = item_in(call, before) if before else None
        if response.is_success and body is not None and call.path not in overrides:
            overrides.set(call.path, {name: body[name] for name in timestamp_properties(body, UPDATED_AT)})
        return overrides.apply(call, response)

    return fault
