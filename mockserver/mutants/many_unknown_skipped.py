"""An unknown id among several is left out instead of failing the request."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Request, Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        parent, _, last = call.request.path.rpartition("/")
        ids = last.replace("%2C", ",").replace("%2c", ",").split(",")
        if call.role != "read_many" or reply.status != 404 or len(ids) > 10:
            return reply
        known = [one for one in ids if (await call.forward(_at(call, f"{parent}/{one}"))).is_success]
        return await call.forward(_at(call, f"{parent}/{','.join(known)}")) if known else reply

    return fault


def _at(call: Call, path: str) -> Request:
    query = call.request.target.partition("?")[2]
    return replace(call.request, target=f"{path}?{query}" if query else path)


MUTANT = Mutant(
    id="many-unknown-skipped",
    title="an unknown id among several is left out in silence",
    family="query",
    why="WHERE id IN (…) finds what it finds.",
    applies=is_role("read_many"),
    begin=_begin,
)
