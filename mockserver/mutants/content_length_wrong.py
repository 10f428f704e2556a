"""``Content-Length`` is not the length of the body."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import with_header
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    if not reply.is_success or len(reply.body) < 2:
        return reply
    return with_header(reply, "content-length", str(len(reply.body) - 1))


MUTANT = Mutant(
    id="content-length-wrong",
    title="Content-Length is one short of the body",
    family="protocol",
    why="Characters counted where bytes were meant.",
    applies=answers_json,
    begin=changing(_change),
)
