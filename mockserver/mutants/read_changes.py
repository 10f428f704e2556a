"""Reading an item changes it: the moment of its last change moves."""

from __future__ import annotations

from collections import Counter

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import with_json
from mockserver.mutants.moments import CHANGED, moved, named
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of


def _begin() -> Fault:
    readings: Counter[str] = Counter()

    async def fault(call: Call) -> Response:
        reply = await call.forward()
        body = json_of(reply)
        if call.role != "read" or not reply.is_success or not isinstance(body, dict):
            return reply
        readings[call.item] += 1
        return with_json(
            reply, {**body, **{one: moved(body[one], readings[call.item]) for one in named(body, CHANGED)}}
        )

    return fault


MUTANT = Mutant(
    id="read-changes",
    title="reading an item moves the moment of its last change",
    family="state",
    why="A save in the reading handler (RFC 9110, section 9.2.1: GET is safe).",
    applies=is_role("read"),
    begin=_begin,
)
