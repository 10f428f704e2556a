"""PATCH takes away what it was not told."""

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
            overlay.set(call.item, other_values(call, reply, leave=sent.keys()))
        return overlay.over(call, reply)

    return fault


MUTANT = Mutant(
    id="patch-replaces",
    title="PATCH resets the properties that the body does not name",
    family="state",
    why="PATCH and PUT share a handler.",
    applies=is_role("read", "update"),
    begin=_begin,
)
