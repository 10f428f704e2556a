"""A failure is told as plain text."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import is_json, with_bytes
from mockserver.mutants.mutant import Call, Mutant, always, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    if reply.status < 400 or not is_json(reply):
        return reply
    return with_bytes(reply, b"something went wrong", "text/plain; charset=utf-8")


MUTANT = Mutant(
    id="envelope-text",
    title="a failure is plain text instead of the documented JSON",
    family="envelope",
    why="What most frameworks send before any handler of ours is asked.",
    applies=always,
    begin=changing(_change),
)
