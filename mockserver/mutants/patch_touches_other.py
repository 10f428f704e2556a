"""PATCH changes one property that it was not told to change."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of
from mockserver.mutants.overlays import Overlay, other_values


def _begin() -> Fault:
    overlay = Overlay()

    async def fault(call: Call) -> Response:
        reply = await call.forward()
        sent = json_of(call.request)
        if call.role == "update" and reply.is_success and isinstance(sent, dict):
            found = other_values(call, reply, leave=sent.keys())
            overlay.set(call.item, dict(list(found.items())[-1:]))
        return overlay.over(call, reply)

    return fault


MUTANT = Mutant(
    id="patch-touches-other",
    title="PATCH changes a property that the body does not name",
    family="state",
    why="A rule that reopens what is edited, and nobody wrote it down.",
    applies=is_role("read", "update"),
    begin=_begin,
)
