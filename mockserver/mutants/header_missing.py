"""A documented header of a success is not sent."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import with_header
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    documented = operation.response(reply.status)
    for header in documented.headers if documented else ():
        if header.required:
            reply = with_header(reply, header.name.lower(), None)
    return reply


MUTANT = Mutant(
    id="header-missing",
    title="a required header of the answer is not sent",
    family="protocol",
    why="A proxy takes away what it does not know.",
    applies=lambda operation: any(header.required for one in operation.responses for header in one.headers),
    begin=changing(_change),
)
