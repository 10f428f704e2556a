"""Invalid input is answered with the other one of 400 and 422, which is not documented."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.mutant import Call, Mutant, always, changing

OTHER = {400: 422, 422: 400}


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    other = OTHER.get(reply.status)
    return replace(reply, status=other) if other and operation.response(other) is None else reply


MUTANT = Mutant(
    id="status-invalid-undocumented",
    title="422 for the documented 400, or the other way round",
    family="status",
    why="Frameworks have their own opinion on which of the two it is.",
    applies=always,
    begin=changing(_change),
)
