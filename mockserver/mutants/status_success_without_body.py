"""A success is answered with 204 where a body is documented."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import without_body
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    return without_body(reply, 204) if reply.is_success and not operation.documents(204) else reply


MUTANT = Mutant(
    id="status-success-without-body",
    title="204 and no body where a body is documented",
    family="status",
    why="Somebody saves bytes that clients read.",
    applies=answers_json,
    begin=changing(_change),
)
