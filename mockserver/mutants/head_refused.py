"""HEAD is refused where GET is served (RFC 9110, section 9.3.2)."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from mockserver.mutants.editing import with_header
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        if call.request.method != "HEAD" or not reply.is_success:
            return reply
        return with_header(replace(reply, status=405, body=b""), "allow", "GET")

    return fault


MUTANT = Mutant(
    id="head-refused",
    title="HEAD is answered with 405 where GET is served",
    family="protocol",
    why="Caches and link checkers ask with HEAD; frameworks differ in whether they add it.",
    applies=lambda operation: operation.method == "GET",
    begin=_begin,
)
