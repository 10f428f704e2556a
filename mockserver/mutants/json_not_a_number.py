"""A number is ``NaN``, which JSON does not have (RFC 8259, section 6)."""

from __future__ import annotations

import json

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import media_of, with_bytes
from mockserver.mutants.mutant import Call, Mutant, changing, json_of
from mockserver.mutants.places import places, put


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    media = media_of(operation, reply)
    if media is None or not reply.is_success:
        return reply
    body = json_of(reply)
    for place in places(media.schema, body):
        if isinstance(place.value, int | float) and not isinstance(place.value, bool):
            return with_bytes(reply, json.dumps(put(body, place.path, float("nan"))).encode())
    return reply


MUTANT = Mutant(
    id="json-not-a-number",
    title="a number is NaN",
    family="schema",
    why="Python's own encoder writes it unless it is told not to; most parsers refuse the whole body.",
    applies=answers_json,
    begin=changing(_change),
)
