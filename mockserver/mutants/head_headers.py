"""HEAD has other headers than GET."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.editing import with_header
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        if call.request.method != "HEAD" or not reply.is_success:
            return reply
        return with_header(with_header(reply, "content-type", "text/html"), "content-length", "1")

    return fault


MUTANT = Mutant(
    id="head-headers",
    title="HEAD announces another type and length than GET",
    family="protocol",
    why="HEAD is served by the gateway.",
    applies=lambda operation: operation.method == "GET",
    begin=_begin,
)
