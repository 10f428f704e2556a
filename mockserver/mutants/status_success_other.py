"""A success has another status than the documented one: 201 for 200, 200 for 201 and 204."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.mutant import Call, Mutant, always, changing


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    if not reply.is_success:
        return reply
    other = 201 if reply.status == 200 else 200
    return reply if operation.documents(other) else replace(reply, status=other)


MUTANT = Mutant(
    id="status-success-other",
    title="201 for 200, or 200 for 201 and 204",
    family="status",
    why="Clients compare with the exact number more often than they should.",
    applies=always,
    begin=changing(_change),
)
