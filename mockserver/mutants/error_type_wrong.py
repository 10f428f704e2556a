"""A failure's JSON under the name of plain text."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import is_json, with_header
from mockserver.mutants.mutant import Call, Mutant, always, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    return with_header(reply, "content-type", "text/plain") if reply.status >= 400 and is_json(reply) else reply


MUTANT = Mutant(
    id="error-type-wrong",
    title="a failure's JSON is sent as text/plain",
    family="protocol",
    why="Clients show the user a text with braces.",
    applies=always,
    begin=changing(_change),
)
