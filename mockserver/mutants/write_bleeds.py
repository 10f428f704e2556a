"""A change of one item shows in all the others too."""

from __future__ import annotations

from typing import Any

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import with_json
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of


def _begin() -> Fault:
    latest: dict[str, Any] = {}

    async def fault(call: Call) -> Response:
        reply = await call.forward()
        body, sent = json_of(reply), json_of(call.request)
        if not reply.is_success or not isinstance(body, dict):
            return reply
        if call.role in {"update", "replace"} and isinstance(sent, dict):
            latest.update(sent)
        if call.role == "read":
            return with_json(reply, {name: latest.get(name, value) for name, value in body.items()})
        return reply

    return fault


MUTANT = Mutant(
    id="write-bleeds",
    title="a change of one item shows in all others",
    family="state",
    why="A default object that all share, or an UPDATE without WHERE.",
    applies=is_role("read", "update", "replace"),
    begin=_begin,
)
