"""A body that is required may stay away."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import valid


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        other = valid(call) if reply.status in {400, 415, 422} and not call.request.body else None
        return await call.forward(other) if other else reply

    return fault


MUTANT = Mutant(
    id="body-optional",
    title="a request without the required body is taken",
    family="validation",
    why="An absent body is read as an empty object.",
    applies=lambda operation: operation.request_body is not None and operation.request_body.required,
    begin=_begin,
)
