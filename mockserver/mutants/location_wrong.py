"""``Location`` of what was created leads nowhere."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import with_header
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    there = reply.is_success and reply.header("location")
    return with_header(reply, "location", "/internal/objects/1") if there else reply


MUTANT = Mutant(
    id="location-wrong",
    title="Location of what was created leads nowhere",
    family="protocol",
    why="The address is put together from the internal route.",
    applies=lambda operation: operation.method == "POST",
    begin=changing(_change),
)
