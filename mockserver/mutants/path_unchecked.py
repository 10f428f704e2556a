"""A path value that the document does not allow is taken."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import takes_parameter
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import at_known_item


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        other = at_known_item(call) if reply.status in {400, 422} and not call.request.body else None
        return await call.forward(other) if other else reply

    return fault


MUTANT = Mutant(
    id="path-unchecked",
    title="an id that the document does not allow finds an item",
    family="validation",
    why="Ids are cut to their digits, and '42abc' reads the item 42.",
    applies=takes_parameter("path"),
    begin=_begin,
)
