"""``Allow`` lacks a method that the path has."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.editing import with_header
from mockserver.mutants.mutant import Call, Fault, Mutant, always


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        return with_header(reply, "allow", "OPTIONS") if reply.status == 405 else reply

    return fault


MUTANT = Mutant(
    id="allow-incomplete",
    title="Allow lacks the methods that the path has",
    family="protocol",
    why="Routes are tried one after another, and one of them writes the header.",
    applies=always,
    begin=_begin,
)
