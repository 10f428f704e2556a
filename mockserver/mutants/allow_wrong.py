"""``Allow`` names a method that the path does not have."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.editing import with_header
from mockserver.mutants.mutant import Call, Fault, Mutant, always


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        return with_header(reply, "allow", "GET, HEAD, POST, PUT, PATCH, DELETE") if reply.status == 405 else reply

    return fault


MUTANT = Mutant(
    id="allow-wrong",
    title="Allow names every method there is",
    family="protocol",
    why="A constant in the middleware.",
    applies=always,
    begin=_begin,
)
