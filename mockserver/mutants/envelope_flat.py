"""What a failure says stands one level too high."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import breaks, with_json
from mockserver.mutants.mutant import Call, Mutant, always, changing, json_of


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    body = json_of(reply)
    if reply.status < 400 or not isinstance(body, dict):
        return reply
    inner = next((value for value in body.values() if isinstance(value, dict)), None)
    wrong = inner if inner is not None else {"error": body}
    return with_json(reply, wrong) if breaks(operation, reply, wrong) else reply


MUTANT = Mutant(
    id="envelope-flat",
    title="a failure's body stands one level too high or too low",
    family="envelope",
    why="Two services of one team seldom nest their errors alike.",
    applies=always,
    begin=changing(_change),
)
