"""Invalid input crashes the server."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.mutant import Call, Mutant, always, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    return replace(reply, status=500) if reply.status in {400, 422} else reply


MUTANT = Mutant(
    id="status-invalid-as-crash",
    title="500 for invalid input",
    family="status",
    why="The input meets the database before it meets a check.",
    applies=always,
    begin=changing(_change),
)
