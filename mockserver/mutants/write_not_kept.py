"""A write is answered as done and is not."""

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
            old.setdefault(call.item, before)
        return old[call.item] if call.role == "read" and reply.is_success and call.item in old else reply

    return fault


MUTANT = Mutant(
    id="write-not-kept",
    title="a change is answered as done, and reading shows the old item for ever",
    family="state",
    why="The transaction is never committed, or the cache never told.",
    applies=is_role("read", "update", "replace"),
    begin=_begin,
)
