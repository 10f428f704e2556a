"""What the client accepts is not looked at."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.mutant import Call, Fault, Mutant, always


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        return await call.forward(call.request.without("accept")) if reply.status == 406 else reply

    return fault


MUTANT = Mutant(
    id="accept-ignored",
    title="an Accept that cannot be met is answered with 200",
    family="status",
    why="The documented 406 was never built.",
    applies=lambda operation: always(operation) and operation.documents(406),
    begin=_begin,
)
