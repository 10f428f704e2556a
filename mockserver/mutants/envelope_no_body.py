"""A failure has no body at all."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import media_of, without_body
from mockserver.mutants.mutant import Call, Mutant, always, changing


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    if reply.status < 400 or media_of(operation, reply) is None:
        return reply
    return without_body(reply, reply.status)


MUTANT = Mutant(
    id="envelope-no-body",
    title="a failure has no body",
    family="envelope",
    why="The status alone was thought to be enough.",
    applies=always,
    begin=changing(_change),
)
