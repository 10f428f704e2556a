"""The first reading after a write shows the item as it was."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.overlays import before_write


def _begin() -> Fault:
    old: dict[str, Response] = {}

    async def fault(call: Call) -> Response:
        before = await before_write(call)
        reply = await call.forward()
        if before and reply.is_success:
            old[call.item] = before
        return old.pop(call.item) if call.role == "read" and reply.is_success and call.item in old else reply

    return fault


MUTANT = Mutant(
    id="stale-read",
    title="the first reading after a change shows the item as it was",
    family="state",
    why="Reads go to a replica that lags.",
    applies=is_role("read", "update", "replace"),
    begin=_begin,
)
