"""A body without ``Content-Type``."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import with_header
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    return with_header(reply, "content-type", None) if reply.is_success and reply.body else reply


MUTANT = Mutant(
    id="content-type-missing",
    title="a body comes without Content-Type",
    family="protocol",
    why="Clients that choose their parser by it find none.",
    applies=answers_json,
    begin=changing(_change),
)
