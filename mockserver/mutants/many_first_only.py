"""Of several ids only the first is looked at."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        parent, _, last = call.request.path.rpartition("/")
        first = last.replace("%2C", ",").replace("%2c", ",").partition(",")[0]
        if call.role != "read_many" or first == last or not reply.is_success:
            return reply
        query = call.request.target.partition("?")[2]
        target = f"{parent}/{first}?{query}" if query else f"{parent}/{first}"
        return await call.forward(replace(call.request, target=target))

    return fault


MUTANT = Mutant(
    id="many-first-only",
    title="of several ids only the first is answered",
    family="query",
    why="The list of ids is read as one number, up to its first comma.",
    applies=is_role("read_many"),
    begin=_begin,
)
