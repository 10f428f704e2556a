"""What does not exist is answered with 204."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import without_body
from mockserver.mutants.mutant import Call, Mutant, always, changing


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    return without_body(reply, 204) if reply.status == 404 and not operation.documents(204) else reply


MUTANT = Mutant(
    id="status-missing-as-empty",
    title="204 for an unknown id",
    family="status",
    why="Nothing found, nothing said: clients read a body that is not there.",
    applies=always,
    begin=changing(_change),
)
