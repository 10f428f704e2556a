"""A failure's body uses another name for its first member."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import breaks, with_json
from mockserver.mutants.mutant import Call, Mutant, always, changing, json_of


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    body = json_of(reply)
    if reply.status < 400 or not isinstance(body, dict):
        return reply
    for name in body:
        wrong = {("failure" if key == name else key): value for key, value in body.items()}
        if breaks(operation, reply, wrong):
            return with_json(reply, wrong)
    return reply


MUTANT = Mutant(
    id="envelope-other-key",
    title="a failure's body has another name for a member",
    family="envelope",
    why="A framework's own words: 'message' for 'error', 'detail' for both.",
    applies=always,
    begin=changing(_change),
)
