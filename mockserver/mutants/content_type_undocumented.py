"""JSON under another JSON's name."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import is_json, with_header
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    if not reply.is_success or not is_json(reply):
        return reply
    return with_header(reply, "content-type", "application/vnd.internal.v2+json")


MUTANT = Mutant(
    id="content-type-undocumented",
    title="a body has a media type that is not documented",
    family="protocol",
    why="A new version of the representation went out without its document.",
    applies=answers_json,
    begin=changing(_change),
)
