"""No body is refused: what does not fit is taken as though it were something else."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import takes_json
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of
from mockserver.mutants.requests import valid


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        taken = reply.status in {400, 422} and json_of(call.request) is not None
        other = valid(call) if taken else None
        return await call.forward(other) if other else reply

    return fault


MUTANT = Mutant(
    id="validation-off",
    title="no JSON body is refused",
    family="validation",
    why="Validation is switched off in production for speed.",
    applies=takes_json,
    begin=_begin,
)
