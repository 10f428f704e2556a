"""A write is done, and its answer is the item as it was."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.overlays import before_write


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        before = await before_write(call)
        reply = await call.forward()
        return before if before and reply.is_success and reply.body else reply

    return fault


MUTANT = Mutant(
    id="write-answers-old",
    title="a change is answered with the item as it was before",
    family="state",
    why="The object is serialised before it is refreshed.",
    applies=is_role("update", "replace"),
    begin=_begin,
)
