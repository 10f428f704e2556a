"""``null`` in a PATCH is read as though the property were not there."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import with_json_body
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.overlays import valid_object


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        body = valid_object(call)
        if call.role != "update" or not isinstance(body, dict) or None not in body.values():
            return await call.forward()
        kept = {name: value for name, value in body.items() if value is not None}
        return await call.forward(with_json_body(call.request, kept))

    return fault


MUTANT = Mutant(
    id="patch-ignores-null",
    title="PATCH cannot set a property to null",
    family="state",
    why="Optional parameters have None as their default.",
    applies=is_role("update"),
    begin=_begin,
)
