"""What was created cannot be read."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.listings import created_path
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import reading


def _begin() -> Fault:
    gone: set[str] = set()

    async def fault(call: Call) -> Response:
        if call.item in gone and call.role:
            return await _missing(call)
        reply = await call.forward()
        path = created_path(call, reply)
        if path:
            gone.add(path)
        return reply

    return fault


async def _missing(call: Call) -> Response:
    """A 404 of the correct server's, of an id that nothing has."""
    parent = call.item.rpartition("/")[0]
    reply = Response(404, (("content-length", "0"),))
    for identifier in ("missing-1", "00000000-0000-0000-0000-000000000000", "404"):
        asked = reading(call, f"{parent}/{identifier}")
        reply = await call.forward(asked)
        if reply.status == 404:
            break
    return reply


MUTANT = Mutant(
    id="create-not-found",
    title="what was just created is not found",
    family="state",
    why="Reads go to another store than writes.",
    applies=is_role("create", "read", "update", "delete"),
    begin=_begin,
)
