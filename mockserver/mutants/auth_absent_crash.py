"""A request without any credential crashes the server."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.hostile import CRASH
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import carries_credential


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        operation = call.operation
        if operation is None or call.misrouted or call.request.method == "HEAD":
            return await call.forward()
        return await call.forward() if carries_credential(operation, call.request) else CRASH

    return fault


MUTANT = Mutant(
    id="auth-absent-crash",
    title="500 for a request without a credential",
    family="auth",
    why="The header is taken for granted.",
    applies=asks_credentials,
    begin=_begin,
)
