"""What does not exist is answered as though it did."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import at_known_item


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        other = at_known_item(call)
        return await call.forward(other) if reply.status == 404 and other and not call.misrouted else reply

    return fault


MUTANT = Mutant(
    id="status-missing-as-success",
    title="an unknown id answers with some item and 200",
    family="status",
    why="A search that falls back to the nearest match.",
    applies=is_role("read", "read_many", "update", "replace"),
    begin=_begin,
)
