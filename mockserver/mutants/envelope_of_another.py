"""A failure has the documented body of another failure."""

from __future__ import annotations

from typing import Any

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import media_of, with_json
from mockserver.mutants.mutant import Call, Mutant, always, changing, json_of
from mockserver.mutants.places import places

CODES = frozenset({"code", "errorCode", "error_code", "type", "status"})
"""Members that programs look at; a person's text may be the same for two failures."""


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    media = media_of(operation, reply)
    if reply.status < 400 or media is None or media.schema is None:
        return reply
    own = _codes(json_of(reply))
    for other in operation.responses:
        for content in other.content if not other.is_success and other.status != str(reply.status) else ():
            example = content.example()
            codes = _codes(example.value) if example else own
            if example and own and codes and codes != own and media.schema.is_valid(example.value):
                return with_json(reply, example.value)
    return reply


def _codes(body: Any) -> list[Any]:
    return [place.value for place in places(None, body) if place.path and place.path[-1] in CODES]


MUTANT = Mutant(
    id="envelope-of-another",
    title="a failure has the documented code of another failure",
    family="envelope",
    why="One handler for all errors, and its code is a constant.",
    applies=always,
    begin=changing(_change),
)
