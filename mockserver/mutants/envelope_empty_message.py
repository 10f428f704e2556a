"""A failure says nothing: its documented texts are empty."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import media_of, with_json
from mockserver.mutants.mutant import Call, Mutant, always, changing, json_of
from mockserver.mutants.places import places, put

SAID = frozenset({"message", "error", "detail", "title", "description", "reason", "msg", "developerMessage"})


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    media = media_of(operation, reply)
    if reply.status < 400 or media is None:
        return reply
    body = json_of(reply)
    silent = body
    for place in places(media.schema, body):
        if place.schema is not None and isinstance(place.value, str) and place.path and place.path[-1] in SAID:
            silent = put(silent, place.path, "")
    return reply if silent == body else with_json(reply, silent)


MUTANT = Mutant(
    id="envelope-empty-message",
    title="a failure's message is empty",
    family="envelope",
    why="The caller has no idea what to change, and the schema is kept.",
    applies=always,
    begin=changing(_change),
)
