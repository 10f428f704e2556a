"""JSON in UTF-16 (RFC 8259, section 8.1: JSON is UTF-8)."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import is_json, with_bytes
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    if not reply.is_success or not is_json(reply):
        return reply
    return with_bytes(reply, reply.body.decode("utf-8").encode("utf-16"))


MUTANT = Mutant(
    id="charset-utf16",
    title="JSON is sent in UTF-16",
    family="protocol",
    why="The native texts of some platforms, written as they are.",
    applies=answers_json,
    begin=changing(_change),
)
