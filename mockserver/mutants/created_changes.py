"""The moment at which an item was made changes when the item is changed."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.moments import BEGAN, moved, named
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of
from mockserver.mutants.overlays import Overlay


def _begin() -> Fault:
    overlay = Overlay()

    async def fault(call: Call) -> Response:
        reply = await call.forward()
        body = json_of(reply)
        if call.role in {"update", "replace"} and reply.is_success and isinstance(body, dict):
            overlay.set(call.item, {name: moved(body[name], 1) for name in named(body, BEGAN)})
        return overlay.over(call, reply)

    return fault


MUTANT = Mutant(
    id="created-changes",
    title="a change moves the moment at which the item was made",
    family="state",
    why="A database column that sets itself on every UPDATE.",
    applies=is_role("read", "update", "replace"),
    begin=_begin,
)
