"""A failure's body stands in a list."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import breaks, with_json
from mockserver.mutants.mutant import Call, Mutant, always, changing, json_of


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    wrong = [json_of(reply)]
    return with_json(reply, wrong) if reply.status >= 400 and breaks(operation, reply, wrong) else reply


MUTANT = Mutant(
    id="envelope-in-list",
    title="a failure's body is a list of errors",
    family="envelope",
    why="Validators report many mistakes, and their list is sent as it is.",
    applies=always,
    begin=changing(_change),
)
