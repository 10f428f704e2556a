"""Whoever writes is not asked for a credential; whoever reads is."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import authorised


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        refused = reply.status in {401, 403} and not call.misrouted
        return await call.forward(authorised(call, call.request)) if refused else reply

    return fault


MUTANT = Mutant(
    id="auth-writes-open",
    title="operations that write ask for no credential",
    family="auth",
    why="The middleware knows the methods of last year.",
    applies=lambda operation: asks_credentials(operation) and operation.method != "GET",
    begin=_begin,
)
