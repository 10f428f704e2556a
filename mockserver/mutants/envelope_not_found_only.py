"""Only the body of 'not found' is another one."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import breaks, with_json
from mockserver.mutants.mutant import Call, Mutant, always, changing


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    wrong = {"status": "Not Found", "path": "/"}
    return with_json(reply, wrong) if reply.status == 404 and breaks(operation, reply, wrong) else reply


MUTANT = Mutant(
    id="envelope-not-found-only",
    title="only the body of 404 is not the documented one",
    family="envelope",
    why="The framework's own 404 is raised where the handler's was meant.",
    applies=always,
    begin=changing(_change),
)
