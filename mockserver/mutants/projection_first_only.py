"""Of several attributes only the first is sent."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.queries import PROJECTION, asked_for, takes_query, with_query


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        request = call.request
        for name, value in asked_for(call, PROJECTION).items():
            if "," in value:
                request = with_query(request, name, value.partition(",")[0])
        reply = await call.forward()
        return await call.forward(request) if reply.is_success else reply

    return fault


MUTANT = Mutant(
    id="projection-first-only",
    title="of several attributes that were asked for only the first is sent",
    family="query",
    why="The list is not split at its commas, or split and then not looped over.",
    applies=takes_query(PROJECTION),
    begin=_begin,
)
