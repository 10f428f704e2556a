"""A documented header has a value that its schema does not allow."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import with_header
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    documented = operation.response(reply.status)
    for header in documented.headers if documented else ():
        present = reply.header(header.name) is not None
        if present and header.schema and not header.schema.is_valid("[none]"):
            reply = with_header(reply, header.name.lower(), "[none]")
    return reply


MUTANT = Mutant(
    id="header-invalid",
    title="a documented header has a value that its schema does not allow",
    family="protocol",
    why="Headers are written by hand, and no serialiser looks at them.",
    applies=lambda operation: any(one.headers for one in operation.responses),
    begin=changing(_change),
)
