"""Each twentieth request fails."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.hostile import CRASH, each_nth
from mockserver.mutants.mutant import Call, Mutant, always


async def _wrong(_call: Call, _reply: Response) -> Response:
    return CRASH


MUTANT = Mutant(
    id="twentieth-crashes",
    title="each twentieth success is a 500",
    family="stability",
    why="One of twenty machines is broken, or a pool runs dry.",
    applies=always,
    begin=each_nth(20, _wrong),
)
