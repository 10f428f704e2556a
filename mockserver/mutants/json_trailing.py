"""Something stands behind the JSON of a success."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import is_json, with_bytes
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    return with_bytes(reply, reply.body + b"null") if reply.is_success and is_json(reply) else reply


MUTANT = Mutant(
    id="json-trailing",
    title="something stands behind the JSON of a success",
    family="schema",
    why="A print that ended in the body.",
    applies=answers_json,
    begin=changing(_change),
)
