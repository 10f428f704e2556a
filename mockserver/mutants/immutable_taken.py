"""A body may change the id and what else is the server's to say."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of
from mockserver.mutants.overlays import Overlay, settable


def _begin() -> Fault:
    overlay = Overlay()

    async def fault(call: Call) -> Response:
        reply = await call.forward()
        body, sent = json_of(reply), json_of(call.request)
        if (
            call.role in {"update", "replace"}
            and reply.is_success
            and isinstance(body, dict)
            and isinstance(sent, dict)
        ):
            known = settable(call)
            overlay.set(call.item, {name: sent[name] for name in sent if name in body and name not in known}, add=True)
        return overlay.over(call, reply)

    return fault


MUTANT = Mutant(
    id="immutable-taken",
    title="a body changes properties that are read-only",
    family="state",
    why="The body is merged into the row as it is.",
    applies=is_role("read", "update", "replace"),
    begin=_begin,
)
