"""Each fiftieth request fails."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.hostile import CRASH, each_nth
from mockserver.mutants.mutant import Call, Mutant, always


async def _wrong(_call: Call, _reply: Response) -> Response:
    return CRASH


MUTANT = Mutant(
    id="fiftieth-crashes",
    title="each fiftieth success is a 500",
    family="stability",
    why="The rarer a fault, the longer it lives.",
    applies=always,
    begin=each_nth(50, _wrong),
)
