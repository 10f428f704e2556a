"""Empty texts, zeros, ``false`` and empty lists in a PATCH are left aside."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import with_json_body
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.overlays import valid_object


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = None
        body = valid_object(call)
        if call.role == "update" and isinstance(body, dict):
            kept = {name: value for name, value in body.items() if value or value is None}
            if kept != body:
                reply = await call.forward(with_json_body(call.request, kept))
        return reply or await call.forward()

    return fault


MUTANT = Mutant(
    id="patch-ignores-falsy",
    title="PATCH ignores empty texts, zeros, false and empty lists",
    family="state",
    why="'if value:' where 'if value is not None:' was meant.",
    applies=is_role("update"),
    begin=_begin,
)
