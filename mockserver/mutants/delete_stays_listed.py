"""What was deleted is still in the list."""

from __future__ import annotations

from typing import Any

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.listings import items_of, with_items
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of
from mockserver.mutants.requests import reading


def _begin() -> Fault:
    deleted: dict[str, list[dict[str, Any]]] = {}

    async def fault(call: Call) -> Response:
        asked = reading(call) if call.role == "delete" else None
        before = await call.forward(asked) if asked else None
        reply = await call.forward()
        item = json_of(before) if before and before.is_success else None
        if reply.is_success and isinstance(item, dict):
            deleted.setdefault(call.item.rpartition("/")[0], []).append(item)
        if call.role == "list" and reply.is_success and call.operation and call.item in deleted:
            return with_items(call.operation, reply, [*deleted[call.item], *items_of(call.operation, reply)])
        return reply

    return fault


MUTANT = Mutant(
    id="delete-stays-listed",
    title="an item that was deleted is still in the list",
    family="state",
    why="The list has a cache of its own.",
    applies=is_role("delete", "list"),
    begin=_begin,
)
