"""Of several properties in one PATCH only the first is taken."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import with_json_body
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.overlays import valid_object


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        body = valid_object(call) if call.role == "update" else None
        if not body:
            return await call.forward()
        return await call.forward(with_json_body(call.request, dict(list(body.items())[:1])))

    return fault


MUTANT = Mutant(
    id="patch-first-only",
    title="of several properties in one PATCH only the first is taken",
    family="state",
    why="A chain of 'elif' over the properties.",
    applies=is_role("update"),
    begin=_begin,
)
