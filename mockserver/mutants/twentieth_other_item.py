"""Each twentieth reading gives another item than the one asked for."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.hostile import each_nth
from mockserver.mutants.mutant import Call, Mutant
from mockserver.mutants.requests import at_other_item


async def _wrong(call: Call, reply: Response) -> Response:
    other = at_other_item(call)
    found = await call.forward(other) if other else reply
    return found if found.is_success else reply


MUTANT = Mutant(
    id="twentieth-other-item",
    title="each twentieth reading gives another item than the one asked for",
    family="stability",
    why="A cache whose keys collide, or a variable that requests share.",
    applies=is_role("read", "read_many"),
    begin=each_nth(20, _wrong),
)
