"""Every failure of the client comes under 200."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.mutant import Call, Mutant, always, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    return replace(reply, status=200) if 400 <= reply.status < 500 else reply


MUTANT = Mutant(
    id="status-failure-as-success",
    title="a failure's body under the status 200",
    family="status",
    why="The style of older APIs: the status belongs to the transport, the error to the body.",
    applies=always,
    begin=changing(_change),
)
