"""Of two schemes that will do, the second is refused."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import anonymous, carries


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        operation = call.operation
        if operation is None or call.misrouted:
            return await call.forward()
        first = operation.security[0].uses
        alone = all(carries(use.scheme, call.request) for use in first)
        return await call.forward(call.request if alone else anonymous(operation, call.request))

    return fault


MUTANT = Mutant(
    id="auth-alternative-refused",
    title="of several schemes that will do only the first is let in",
    family="auth",
    why="The newer way in was documented before it was built.",
    applies=lambda operation: len(operation.security) > 1 and all(rule.uses for rule in operation.security),
    begin=_begin,
)
