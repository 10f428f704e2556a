"""A property that must be there inside of a nested object or of a list's item is not."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import breaks, media_of, with_json
from mockserver.mutants.mutant import Call, Mutant, changing, json_of
from mockserver.mutants.places import drop, places


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    media = media_of(operation, reply)
    if media is None or not reply.is_success:
        return reply
    body = json_of(reply)
    inner = [place.path for place in places(media.schema, body) if len(place.path) > 1]
    members = (path for path in reversed(inner) if isinstance(path[-1], str))
    without = (drop(body, path) for path in members)
    return next((with_json(reply, wrong) for wrong in without if breaks(operation, reply, wrong)), reply)


MUTANT = Mutant(
    id="required-missing-deep",
    title="a required property deep inside of the answer is left out",
    family="schema",
    why="What lies below the first level is seldom looked at by hand-written tests.",
    applies=answers_json,
    begin=changing(_change),
)
