"""Every second reading answers with a property of another moment."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import breaks, with_json
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of
from mockserver.mutants.places import places, put


def _begin() -> Fault:
    readings = 0

    async def fault(call: Call) -> Response:
        nonlocal readings
        reply = await call.forward()
        if call.role != "read" or not reply.is_success or call.operation is None:
            return reply
        readings += 1
        body = json_of(reply)
        for place in places(None, body) if readings % 2 == 0 else ():
            wrong = put(body, place.path, f"{place.value} (draft)") if isinstance(place.value, str) else body
            if wrong != body and not breaks(call.operation, reply, wrong):
                return with_json(reply, wrong)
        return reply

    return fault


MUTANT = Mutant(
    id="second-stale",
    title="every second reading says something else",
    family="stability",
    why="Two replicas that disagree behind one address.",
    applies=is_role("read"),
    begin=_begin,
)
