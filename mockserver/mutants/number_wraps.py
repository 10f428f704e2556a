"""Numbers in paths are kept in 32 bits, and larger ones wrap."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from mockserver.mutants.conditions import takes_parameter
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        parent, _, last = call.request.path.rpartition("/")
        wraps = last.isascii() and last.isdecimal() and len(last) < 40 and int(last) >= 2**31 and not call.misrouted
        if call.operation is None or not wraps:
            return await call.forward()
        query = call.request.target.partition("?")[2]
        path = f"{parent}/{int(last) % 2**31 or 1}"
        return await call.forward(replace(call.request, target=f"{path}?{query}" if query else path))

    return fault


MUTANT = Mutant(
    id="number-wraps",
    title="an id beyond 32 bits reads another item",
    family="stability",
    why="An overflow in silence.",
    applies=takes_parameter("path"),
    begin=_begin,
)
