"""One property of what is to be created is never taken."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.listings import created_path
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of
from mockserver.mutants.overlays import Overlay, other_values, settable


def _begin() -> Fault:
    overlay = Overlay()

    async def fault(call: Call) -> Response:
        reply = await call.forward()
        path = created_path(call, reply)
        names = [name for name in settable(call) if name in (json_of(call.request) or ())] if path else []
        found = other_values(call, reply, leave=frozenset()) if names else {}
        ignored = next((name for name in reversed(names) if name in found), None)
        if ignored:
            overlay.set(path, {ignored: found[ignored]})
        return overlay.over(call, reply, path)

    return fault


MUTANT = Mutant(
    id="create-ignores-field",
    title="a property of what is created is not taken",
    family="state",
    why="The newest column has a default, and the insert does not name it.",
    applies=is_role("create", "read"),
    begin=_begin,
)
