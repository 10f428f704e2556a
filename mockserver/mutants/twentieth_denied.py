"""Each twentieth request has its credential refused."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.hostile import each_nth
from mockserver.mutants.mutant import Call, Mutant
from mockserver.mutants.requests import anonymous


async def _wrong(call: Call, reply: Response) -> Response:
    return await call.forward(anonymous(call.operation, call.request)) if call.operation else reply


MUTANT = Mutant(
    id="twentieth-denied",
    title="each twentieth request has its right credential refused",
    family="stability",
    why="One of twenty machines has another key.",
    applies=asks_credentials,
    begin=each_nth(20, _wrong),
)
