"""JSON under the name of HTML."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import is_json, with_header
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    return (
        with_header(reply, "content-type", "text/html; charset=utf-8") if reply.is_success and is_json(reply) else reply
    )


MUTANT = Mutant(
    id="content-type-wrong",
    title="a JSON body is sent as text/html",
    family="protocol",
    why="The default type of many frameworks; browsers then render what users wrote.",
    applies=answers_json,
    begin=changing(_change),
)
