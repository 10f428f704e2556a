"""A method that a path does not have is answered with 404."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from mockserver.mutants.editing import with_header
from mockserver.mutants.mutant import Call, Fault, Mutant, always


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        return replace(with_header(reply, "allow", None), status=404) if reply.status == 405 else reply

    return fault


MUTANT = Mutant(
    id="status-method-as-missing",
    title="404 for a method that the path does not have",
    family="status",
    why="Routers that match method and path at once know no better.",
    applies=always,
    begin=_begin,
)
