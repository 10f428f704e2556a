"""Mutants that delete items wrongly."""

from __future__ import annotations

from typing import Any

from contracts.messages import Response
from mockserver.mutation.editing import CRASH, without_body
from mockserver.mutation.items import (
    item_in,
    items_in,
    with_items,
)
from mockserver.mutation.mutant import Call, Fault, MutantFamily, has_role
from mockserver.mutation.requests import has_credential, read_request

FAMILY = MutantFamily("state")

GONE = frozenset({404, 410})


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
        item = item_in(call, before) if before else None
        if response.is_success and item is not None:
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
    "delete-stays-readable",
    "a deleted item is removed from the list only, and can still be read",
    why="The item is marked as deleted, and only the list evaluates the mark.",
    applies=has_role("delete", "read"),
)
def delete_stays_readable() -> Fault:
    """Repeat the last response of a read for deleted items."""
    latest: dict[str, Response] = {}
    deleted: set[str] = set()

    async def fault(call: Call) -> Response:
        request = read_request(call) if call.role == "delete" else None
        before = await call.forward(request) if request else None
        response = await call.forward()
        if before and before.is_success and response.is_success:
            latest[call.path] = before
            deleted.add(call.path)
        is_gone = call.role == "read" and response.status in GONE and call.path in deleted
        return latest[call.path] if is_gone else response

    return fault


@FAMILY.stateful(
    "delete-keeps-content",
    "the content and the objects below a deleted item are still served",
    why="The file stays in the object storage, and foreign keys have no ON DELETE CASCADE.",
    applies=lambda operation: operation.method in {"GET", "DELETE"},
)
def delete_keeps_content() -> Fault:
    """Repeat the last responses of reads below deleted items."""
    latest: dict[str, Response] = {}
    deleted: set[str] = set()

    async def fault(call: Call) -> Response:
        response = await call.forward()
        if call.role == "delete" and response.is_success:
            deleted.add(call.path)
        if call.request.method != "GET" or call.matched is None:
            return response
        target = call.request.target
        if response.is_success:
            latest[target] = response
        is_below = any(call.path.startswith(f"{path}/") for path in deleted) or (
            call.role == "download" and call.path in deleted
        )
        return latest[target] if is_below and response.status in GONE and target in latest else response

    return fault


@FAMILY.stateful(
    "delete-again-crashes",
    "500 for the deletion of an item that is already deleted",
    why="The handler deletes the first row of the result, and the result is empty.",
    applies=has_role("delete"),
)
def delete_again_crashes() -> Fault:
    """Return 500 for the second deletion of an item."""
    deleted: set[str] = set()

    async def fault(call: Call) -> Response:
        response = await call.forward()
        if call.role != "delete" or call.operation is None:
            return response
        if response.is_success:
            deleted.add(call.path)
        return CRASH if response.status in GONE and call.path in deleted else response

    return fault
