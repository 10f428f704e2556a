"""Every credential is let in, whatever it says; none at all is refused."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import authorised, carries_credential


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        operation = call.operation
        refused = reply.status in {401, 403} and operation is not None and not call.misrouted
        if refused and operation and carries_credential(operation, call.request):
            return await call.forward(authorised(call, call.request))
        return reply

    return fault


MUTANT = Mutant(
    id="auth-any-token",
    title="any credential is let in, a garbled one too",
    family="auth",
    why="The token is decoded and its signature is not verified.",
    applies=asks_credentials,
    begin=_begin,
)
