"""The right credential is refused."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        operation = call.operation
        if operation is None or call.misrouted:
            return await call.forward()
        names = {use.scheme.name for rule in operation.security for use in rule.uses if use.scheme.location == "header"}
        return await call.forward(call.request.without("authorization", "cookie", *names))

    return fault


MUTANT = Mutant(
    id="auth-everybody-refused",
    title="the right credential is refused",
    family="auth",
    why="A key was rotated, or an audience is misspelt.",
    applies=asks_credentials,
    begin=_begin,
)
