"""What does not exist crashes the server."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.mutant import Call, Mutant, always, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    return replace(reply, status=500) if reply.status == 404 else reply


MUTANT = Mutant(
    id="status-missing-as-crash",
    title="500 for an unknown id",
    family="status",
    why="Nobody asked whether the row was found.",
    applies=always,
    begin=changing(_change),
)
