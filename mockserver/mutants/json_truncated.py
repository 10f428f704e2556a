"""The JSON of a success ends in its middle."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import is_json, with_bytes
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    return with_bytes(reply, reply.body[: len(reply.body) // 2]) if reply.is_success and is_json(reply) else reply


MUTANT = Mutant(
    id="json-truncated",
    title="the JSON of a success ends in its middle",
    family="schema",
    why="A buffer that is too small, or a proxy that gives up.",
    applies=answers_json,
    begin=changing(_change),
)
