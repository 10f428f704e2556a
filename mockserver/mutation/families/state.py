"""Mutants whose reads, creations, deletions or timestamps do not match the writes."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import parse_json, violates, with_json, without_body
from mockserver.mutation.items import (
    CREATED_AT,
    UPDATED_AT,
    WRITE_ROLES,
    ItemOverrides,
    alternative_values,
    created_path,
    items_in,
    read_before_write,
    shift_timestamp,
    timestamp_properties,
    with_items,
    writable_properties,
)
from mockserver.mutation.mutant import Call, Fault, MutantFamily, has_role
from mockserver.mutation.requests import generate_value, has_credential, read_request

FAMILY = MutantFamily("state")

UNKNOWN_IDS = ("missing-1", "00000000-0000-0000-0000-000000000000", "404")


@FAMILY.stateful(
    "create-ignores-field",
    "a property of a created item is ignored",
    why="The new column has a default, and the INSERT statement does not set it.",
    applies=has_role("create", "read"),
)
def create_ignores_field() -> Fault:
    """Override one sent property of each created item."""
    overrides = ItemOverrides()

    async def fault(call: Call) -> Response:
        response = await call.forward()
        path = created_path(call, response)
        sent = parse_json(call.request) or ()
        names = [name for name in writable_properties(call) if name in sent] if path else []
        values = alternative_values(call, response, exclude=frozenset()) if names else {}
        ignored = next((name for name in reversed(names) if name in values), None)
        if ignored:
            overrides.set(path, {ignored: values[ignored]})
        return overrides.apply(call, response, path)

    return fault


@FAMILY.stateful(
    "create-not-found",
    "a created item cannot be read",
    why="Reads use another store than writes.",
    applies=has_role("create", "read", "update", "delete"),
)
def create_not_found() -> Fault:
    """Return 404 for created items."""
    hidden: set[str] = set()

    async def fault(call: Call) -> Response:
        if call.path in hidden and call.role:
            return await _not_found(call)
        response = await call.forward()
        path = created_path(call, response)
        if path:
            hidden.add(path)
        return response

    return fault


async def _not_found(call: Call) -> Response:
    """Return the correct server's 404 response for an unknown id."""
    parent = call.path.rpartition("/")[0]
    response = Response(404, (("content-length", "0"),))
    for identifier in UNKNOWN_IDS:
        response = await call.forward(read_request(call, f"{parent}/{identifier}"))
        if response.status == 404:
            break
    return response


@FAMILY.stateful(
    "create-same-id",
    "all created items have the same id",
    why="The id is generated when the module is loaded.",
    applies=has_role("create"),
)
def create_same_id() -> Fault:
    """Return the id of the first created item for all."""
    first: dict[str, Any] = {}

    async def fault(call: Call) -> Response:
        response = await call.forward()
        resource = call.operation.resource if call.operation else None
        body = parse_json(response)
        if call.role != "create" or not response.is_success or resource is None or not isinstance(body, dict):
            return response
        if resource.id_field not in body:
            return response
        same = first.setdefault(call.path, body[resource.id_field])
        return with_json(response, {**body, resource.id_field: same})

    return fault


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
        body = parse_json(response)
        if call.role in WRITE_ROLES and response.is_success and isinstance(body, dict):
            names = timestamp_properties(body, CREATED_AT)
            overrides.set(call.path, {name: shift_timestamp(body[name], 1) for name in names})
        return overrides.apply(call, response)

    return fault


@FAMILY.stateful(
    "delete-stays-listed",
    "a deleted item is still in the list",
    why="The list is cached separately.",
    applies=has_role("delete", "list"),
)
def delete_stays_listed() -> Fault:
    """Keep deleted items and add them to lists."""
    deleted: dict[str, list[dict[str, Any]]] = {}

    async def fault(call: Call) -> Response:
        request = read_request(call) if call.role == "delete" else None
        before = await call.forward(request) if request else None
        response = await call.forward()
        item = parse_json(before) if before and before.is_success else None
        if response.is_success and isinstance(item, dict):
            deleted.setdefault(call.path.rpartition("/")[0], []).append(item)
        if call.role == "list" and response.is_success and call.operation and call.path in deleted:
            return with_items(call.operation, response, [*deleted[call.path], *items_in(call.operation, response)])
        return response

    return fault


@FAMILY.fault(
    "delete-without-effect",
    "DELETE returns 204 but does not delete the item",
    why="The item is marked as deleted, but no query evaluates the mark.",
    applies=lambda operation: has_role("delete")(operation) and operation.documents(204),
)
async def delete_without_effect(call: Call) -> Response:
    """Read the item instead of deleting it."""
    request = read_request(call) if call.role == "delete" and call.operation else None
    if request is None or call.operation is None or not has_credential(call.operation, call.request):
        return await call.forward()
    before = await call.forward(request)
    if not before.is_success or call.operation.response(204) is None:
        return await call.forward()
    return without_body(before, 204)


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
        body = parse_json(response)
        if call.role != "read" or not response.is_success or not isinstance(body, dict):
            return response
        reads[call.path] += 1
        names = timestamp_properties(body, UPDATED_AT)
        return with_json(response, {**body, **{one: shift_timestamp(body[one], reads[call.path]) for one in names}})

    return fault


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
        body = parse_json(before) if before else None
        if response.is_success and isinstance(body, dict):
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
        body = parse_json(before) if before else None
        if response.is_success and isinstance(body, dict) and call.path not in overrides:
            overrides.set(call.path, {name: body[name] for name in timestamp_properties(body, UPDATED_AT)})
        return overrides.apply(call, response)

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
