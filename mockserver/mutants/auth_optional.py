"""Without a credential everything is let in; a wrong one is refused."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import authorised, carries_credential


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        operation = call.operation
        if operation is None or call.misrouted or carries_credential(operation, call.request):
            return await call.forward()
        return await call.forward(authorised(call, call.request))

    return fault


MUTANT = Mutant(
    id="auth-optional",
    title="a request without any credential is let in",
    family="auth",
    why="The check runs where there is a token to check.",
    applies=asks_credentials,
    begin=_begin,
)
