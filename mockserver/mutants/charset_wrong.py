"""A body says that it is in ISO 8859-1, and is (RFC 8259, section 8.1: JSON is UTF-8)."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import is_json, with_bytes
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    if not reply.is_success or not is_json(reply):
        return reply
    body = reply.body.decode("utf-8").encode("latin-1", "replace")
    return with_bytes(reply, body, "application/json; charset=iso-8859-1")


MUTANT = Mutant(
    id="charset-wrong",
    title="JSON is sent in ISO 8859-1",
    family="protocol",
    why="The default of older servlet containers.",
    applies=answers_json,
    begin=changing(_change),
)
