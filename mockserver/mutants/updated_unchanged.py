"""The moment of the last change stays what it was."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.moments import CHANGED, named
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of
from mockserver.mutants.overlays import Overlay, before_write


def _begin() -> Fault:
    overlay = Overlay()

    async def fault(call: Call) -> Response:
        before = await before_write(call)
        reply = await call.forward()
        body = json_of(before) if before else None
        if reply.is_success and isinstance(body, dict) and call.item not in overlay:
            overlay.set(call.item, {name: body[name] for name in named(body, CHANGED)})
        return overlay.over(call, reply)

    return fault


MUTANT = Mutant(
    id="updated-unchanged",
    title="a change leaves the moment of the last change as it was",
    family="state",
    why="Clients that poll for news miss it.",
    applies=is_role("read", "update", "replace"),
    begin=_begin,
)
