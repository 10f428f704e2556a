"""Each twentieth request has its credential refused."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.hostile import each_twentieth
from mockserver.mutants.mutant import Call, Mutant


async def _wrong(call: Call, _reply: Response) -> Response:
    schemes = [use.scheme for rule in call.operation.security for use in rule.uses] if call.operation else []
    names = {scheme.name for scheme in schemes if scheme.location == "header"}
    return await call.forward(call.request.without("authorization", "cookie", *names))


MUTANT = Mutant(
    id="twentieth-denied",
    title="each twentieth request has its right credential refused",
    family="stability",
    why="One of twenty machines has another key.",
    applies=asks_credentials,
    begin=each_twentieth(_wrong),
)
