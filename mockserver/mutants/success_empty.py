"""A success has a JSON's headers and no body."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import is_json, with_bytes
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    return with_bytes(reply, b"") if reply.is_success and is_json(reply) else reply


MUTANT = Mutant(
    id="success-empty",
    title="a success is said to be JSON and is empty",
    family="schema",
    why="The body is read twice, and the second time nothing is left.",
    applies=answers_json,
    begin=changing(_change),
)
