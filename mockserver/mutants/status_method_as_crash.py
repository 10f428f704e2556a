"""A method that a path does not have crashes the server."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from mockserver.mutants.mutant import Call, Fault, Mutant, always


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        return replace(reply, status=500) if reply.status == 405 else reply

    return fault


MUTANT = Mutant(
    id="status-method-as-crash",
    title="500 for a method that the path does not have",
    family="status",
    why="The handler of errors knows no operation to take its envelope from.",
    applies=always,
    begin=_begin,
)
