"""A change is made to another item than the one in the path."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import with_json
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of
from mockserver.mutants.overlays import before_write
from mockserver.mutants.requests import at_other_item


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        before = await before_write(call)
        other = at_other_item(call) if before else None
        reply = await call.forward(other)
        item, sent = json_of(before) if before else None, json_of(call.request)
        if before is None or other is None or not reply.is_success or not isinstance(item, dict):
            return reply
        return with_json(reply, {**item, **{name: value for name, value in sent.items() if name in item}})

    return fault


MUTANT = Mutant(
    id="wrong-item-written",
    title="a change is made to another item than the one asked for",
    family="state",
    why="A condition is missing in the UPDATE.",
    applies=is_role("update", "replace"),
    begin=_begin,
)
