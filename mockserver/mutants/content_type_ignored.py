"""A body of another media type is read as JSON."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import takes_json
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import valid


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        if reply.status != 415:
            return reply
        again = await call.forward(call.request.with_header("content-type", "application/json"))
        other = valid(call) if again.status >= 400 else None
        return await call.forward(other) if other else again

    return fault


MUTANT = Mutant(
    id="content-type-ignored",
    title="a body of an undocumented media type is taken",
    family="status",
    why="The body is parsed whatever its type; a browser's form may then write without asking first.",
    applies=lambda operation: takes_json(operation) and operation.response(415) is not None,
    begin=_begin,
)
