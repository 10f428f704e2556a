"""Path values stay percent-encoded."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        if not reply.is_success or "%" not in call.request.path:
            return reply
        path, mark, query = call.request.target.partition("?")
        return await call.forward(replace(call.request, target=path.replace("%", "%25") + mark + query))

    return fault


MUTANT = Mutant(
    id="path-not-decoded",
    title="an id in the path stays percent-encoded",
    family="protocol",
    why="The raw path is split by hand.",
    applies=is_role("read", "update", "replace", "delete"),
    begin=_begin,
)
