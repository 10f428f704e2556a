"""Any method is taken as a reading."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        if call.misrouted and call.operation and call.request.method != "OPTIONS":
            return await call.forward(replace(call.request, method=call.operation.method, body=b""))
        return await call.forward()

    return fault


MUTANT = Mutant(
    id="status-method-taken",
    title="a method that the path does not have is answered as GET",
    family="status",
    why="A route registered for all methods.",
    applies=lambda operation: operation.method == "GET",
    begin=_begin,
)
