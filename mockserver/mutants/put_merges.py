"""PUT leaves what it was not told as it was."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of
from mockserver.mutants.overlays import Overlay, before_write


def _begin() -> Fault:
    overlay = Overlay()

    async def fault(call: Call) -> Response:
        before = await before_write(call)
        reply = await call.forward()
        item, sent = json_of(before) if before else None, json_of(call.request)
        if call.role == "replace" and reply.is_success and isinstance(item, dict) and isinstance(sent, dict):
            overlay.set(call.item, {name: value for name, value in item.items() if name not in sent}, add=True)
        return overlay.over(call, reply)

    return fault


MUTANT = Mutant(
    id="put-merges",
    title="PUT keeps the properties that the body does not name",
    family="state",
    why="PUT and PATCH share a handler (RFC 9110, section 9.3.4: PUT says the whole state).",
    applies=is_role("read", "replace"),
    begin=_begin,
)
