"""Moments lose their offset once an item was changed."""

from __future__ import annotations

import re

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import breaks, with_json
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of


def _begin() -> Fault:
    changed: set[str] = set()

    async def fault(call: Call) -> Response:
        reply = await call.forward()
        body = json_of(reply)
        if not reply.is_success or not isinstance(body, dict) or call.operation is None:
            return reply
        if call.role in {"update", "replace"}:
            changed.add(call.item)
        if call.item not in changed or call.role not in {"read", "update", "replace"}:
            return reply
        wrong = {name: _bare(value) if isinstance(value, str) else value for name, value in body.items()}
        return with_json(reply, wrong) if breaks(call.operation, reply, wrong) else reply

    return fault


def _bare(text: str) -> str:
    return re.sub(r"^(\d{4}-\d\d-\d\dT[0-9:.]+)(Z|[+-]\d\d:\d\d)$", r"\1", text)


MUTANT = Mutant(
    id="format-after-write",
    title="date-times have no offset once the item was changed",
    family="state",
    why="Fresh objects are aware of their time zone, those from the database are not.",
    applies=is_role("read", "update", "replace"),
    begin=_begin,
)
