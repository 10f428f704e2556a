"""Whatever media type the client accepts, it gets the first one."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        if not reply.is_success or call.misrouted or call.request.header("accept") is None:
            return reply
        return await call.forward(call.request.with_header("accept", "application/json"))

    return fault


MUTANT = Mutant(
    id="representation-ignored",
    title="of several documented media types the client always gets JSON",
    family="protocol",
    why="The other representation is documented and was never built.",
    applies=lambda operation: any(one.is_success and len(one.content) > 1 for one in operation.responses),
    begin=_begin,
)
