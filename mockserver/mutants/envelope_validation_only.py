"""Only the bodies of 400 and 422 are other ones, as a validating framework sends them."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import breaks, with_json
from mockserver.mutants.mutant import Call, Mutant, always, changing


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    wrong = {"issues": [{"at": "body", "text": "is not valid"}]}
    return with_json(reply, wrong) if reply.status in {400, 422} and breaks(operation, reply, wrong) else reply


MUTANT = Mutant(
    id="envelope-validation-only",
    title="only the bodies of 400 and 422 are not the documented ones",
    family="envelope",
    why="The validating library answers before the service's own error handler.",
    applies=always,
    begin=changing(_change),
)
