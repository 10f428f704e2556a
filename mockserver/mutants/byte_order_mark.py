"""JSON behind a byte order mark (RFC 8259, section 8.1, forbids it)."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import is_json, with_bytes
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    return with_bytes(reply, b"\xef\xbb\xbf" + reply.body) if reply.is_success and is_json(reply) else reply


MUTANT = Mutant(
    id="byte-order-mark",
    title="JSON begins with a byte order mark",
    family="protocol",
    why="Some encoders write it unasked, and many parsers stop at it.",
    applies=answers_json,
    begin=changing(_change),
)
