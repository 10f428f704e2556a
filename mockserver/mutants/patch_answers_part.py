"""A change is answered with what was sent only."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import breaks, with_json
from mockserver.mutants.mutant import Call, Mutant, changing, json_of


def _change(call: Call, operation: Operation, reply: Response) -> Response:
    sent = json_of(call.request)
    return with_json(reply, sent) if reply.is_success and breaks(operation, reply, sent) else reply


MUTANT = Mutant(
    id="patch-answers-part",
    title="a change is answered with what was sent, not with the whole item",
    family="state",
    why="The input is at hand, the item would have to be read.",
    applies=is_role("update", "replace"),
    begin=changing(_change),
)
