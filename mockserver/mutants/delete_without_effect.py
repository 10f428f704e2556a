"""What was deleted is still there."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import without_body
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import carries_credential, reading


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        asked = reading(call) if call.role == "delete" and call.operation else None
        if asked is None or call.operation is None or not carries_credential(call.operation, call.request):
            return await call.forward()
        before = await call.forward(asked)
        if not before.is_success or call.operation.response(204) is None:
            return await call.forward()
        return without_body(before, 204)

    return fault


MUTANT = Mutant(
    id="delete-without-effect",
    title="DELETE answers 204, and the item is still there",
    family="state",
    why="A mark is set that no query looks at.",
    applies=lambda operation: is_role("delete")(operation) and operation.documents(204),
    begin=_begin,
)
