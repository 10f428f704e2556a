"""The right credential is refused."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import anonymous


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        operation = call.operation
        if operation is None or call.misrouted:
            return await call.forward()
        return await call.forward(anonymous(operation, call.request))

    return fault


MUTANT = Mutant(
    id="auth-everybody-refused",
    title="the right credential is refused",
    family="auth",
    why="A key was rotated, or an audience is misspelt.",
    applies=asks_credentials,
    begin=_begin,
)
