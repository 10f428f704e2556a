"""The moment of the last change goes back."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.moments import CHANGED, moved, named
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of
from mockserver.mutants.overlays import Overlay, before_write


def _begin() -> Fault:
    overlay = Overlay()

    async def fault(call: Call) -> Response:
        before = await before_write(call)
        reply = await call.forward()
        body = json_of(before) if before else None
        if reply.is_success and isinstance(body, dict):
            overlay.set(call.item, {name: moved(body[name], -1) for name in named(body, CHANGED)})
        return overlay.over(call, reply)

    return fault


MUTANT = Mutant(
    id="updated-backwards",
    title="a change moves the moment of the last change back",
    family="state",
    why="Servers whose clocks differ.",
    applies=is_role("read", "update", "replace"),
    begin=_begin,
)
