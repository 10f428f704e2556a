"""Each twentieth answer lacks a required property."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import breaks, with_json
from mockserver.mutants.hostile import each_nth
from mockserver.mutants.mutant import Call, Mutant, json_of
from mockserver.mutants.places import drop


async def _wrong(call: Call, reply: Response) -> Response:
    body = json_of(reply)
    if call.operation is None or not isinstance(body, dict):
        return reply
    without = (drop(body, (name,)) for name in reversed(body))
    operation = call.operation
    return next((with_json(reply, wrong) for wrong in without if breaks(operation, reply, wrong)), reply)


MUTANT = Mutant(
    id="twentieth-incomplete",
    title="each twentieth success lacks a required property",
    family="stability",
    why="One of twenty machines still runs the last release.",
    applies=answers_json,
    begin=each_nth(20, _wrong),
)
