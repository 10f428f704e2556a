"""A body that is no JSON is taken as an empty object."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import takes_json
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of
from mockserver.mutants.requests import valid


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        body = call.request.body
        garbled = reply.status in {400, 422} and body and json_of(call.request) is None and body.strip() != b"null"
        other = valid(call) if garbled else None
        return await call.forward(other) if other else reply

    return fault


MUTANT = Mutant(
    id="json-malformed-taken",
    title="a body that is no JSON is taken",
    family="validation",
    why="The parser's exception is caught and forgotten.",
    applies=takes_json,
    begin=_begin,
)
