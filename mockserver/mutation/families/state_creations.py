"""Mutants that create items wrongly."""

from __future__ import annotations

from typing import Any

from contracts.messages import Response
from contracts.spec.keys import value_at, with_value
from mockserver.mutation.items import (
    ItemOverrides,
    alternative_values,
    created_path,
    item_in,
    sent_item,
    with_items,
    writable_properties,
)
from mockserver.mutation.mutant import Call, Fault, MutantFamily, has_role
from mockserver.mutation.requests import read_request

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
        sent = sent_item(call) or {}
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
        item = item_in(call, response)
        if call.role != "create" or call.operation is None or resource is None or item is None:
            return response
        identifier = value_at(item, resource.id_path) if resource.id_path else None
        if identifier is None:
            return response
        same = with_value(item, resource.id_path, first.setdefault(call.path, identifier))
        return with_items(call.operation, response, [same])

    return fault
