"""More ids than allowed are taken."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.mutant import Call, Fault, Mutant

ENOUGH = 20
"""Ids from which on a refusal is taken for one of their number."""


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        parent, _, last = call.request.path.rpartition("/")
        ids = last.replace("%2C", ",").replace("%2c", ",").split(",")
        if call.role != "read_many" or reply.status not in {400, 422} or len(ids) < ENOUGH:
            return reply
        return await call.forward(replace(call.request, target=f"{parent}/{','.join(ids[:ENOUGH])}"))

    return fault


MUTANT = Mutant(
    id="many-too-many-taken",
    title="more ids than allowed are taken, and the rest forgotten",
    family="query",
    why="A LIMIT in the query instead of a check before it.",
    applies=is_role("read_many"),
    begin=_begin,
)
