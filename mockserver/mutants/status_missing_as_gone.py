"""What does not exist is answered with a status that the document does not have."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.mutant import Call, Mutant, always, changing


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    return replace(reply, status=410) if reply.status == 404 and operation.response(410) is None else reply


MUTANT = Mutant(
    id="status-missing-as-gone",
    title="410 for an unknown id, and the document has no 410",
    family="status",
    why="Clients handle the documented statuses.",
    applies=always,
    begin=changing(_change),
)
