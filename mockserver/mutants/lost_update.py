"""A second write undoes what the first one changed."""

from __future__ import annotations

from typing import Any

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of
from mockserver.mutants.overlays import Overlay, before_write


def _begin() -> Fault:
    overlay = Overlay()
    originals: dict[str, dict[str, Any]] = {}
    written: dict[str, set[str]] = {}

    async def fault(call: Call) -> Response:
        before = await before_write(call)
        reply = await call.forward()
        sent = json_of(call.request)
        if before and reply.is_success and isinstance(sent, dict):
            original = originals.setdefault(call.item, json_of(before))
            known = written.setdefault(call.item, set())
            overlay.set(call.item, {name: original[name] for name in known - sent.keys() if name in original})
            known.update(sent)
        return overlay.over(call, reply)

    return fault


MUTANT = Mutant(
    id="lost-update",
    title="a second change undoes the first one, of another property",
    family="state",
    why="Each writer saves the whole object that it once read.",
    applies=is_role("read", "update"),
    begin=_begin,
)
