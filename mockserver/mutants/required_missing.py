"""A property that must be there is not."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import breaks, with_json
from mockserver.mutants.mutant import Call, Mutant, changing, json_of
from mockserver.mutants.places import drop


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    body = json_of(reply)
    if not reply.is_success or not isinstance(body, dict):
        return reply
    without = (drop(body, (name,)) for name in reversed(body))
    return next((with_json(reply, wrong) for wrong in without if breaks(operation, reply, wrong)), reply)


MUTANT = Mutant(
    id="required-missing",
    title="a required property of the answer is left out",
    family="schema",
    why="A serialiser that skips what is empty, or a column that nobody selects any more.",
    applies=answers_json,
    begin=changing(_change),
)
