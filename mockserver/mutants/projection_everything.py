"""Whoever asks for some attributes gets all."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.queries import PROJECTION, asked_for, takes_query, with_query


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        for name in asked_for(call, PROJECTION) if reply.is_success else ():
            whole = await call.forward(with_query(call.request, name, "all"))
            reply = whole if whole.is_success else reply
        return reply

    return fault


MUTANT = Mutant(
    id="projection-everything",
    title="whoever asks for one attribute gets all of them",
    family="query",
    why="Answers grow, and what was not asked for leaks.",
    applies=takes_query(PROJECTION),
    begin=_begin,
)
