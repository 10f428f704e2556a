"""A write is answered with 202 where the document has it done at once."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import is_role
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    return replace(reply, status=202) if reply.is_success and not operation.documents(202) else reply


MUTANT = Mutant(
    id="status-accepted",
    title="202 for a write that the document has done at once",
    family="status",
    why="Writes went behind a queue, and nobody told the clients.",
    applies=is_role("create", "update", "replace", "delete"),
    begin=changing(_change),
)
