"""405 without ``Allow`` (RFC 9110, section 15.5.6, asks for it)."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.editing import with_header
from mockserver.mutants.mutant import Call, Fault, Mutant, always


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        return with_header(reply, "allow", None) if reply.status == 405 else reply

    return fault


MUTANT = Mutant(
    id="allow-missing",
    title="405 comes without Allow",
    family="protocol",
    why="A handler of errors that drops the headers of what it catches.",
    applies=always,
    begin=_begin,
)
