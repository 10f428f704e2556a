"""One property of the body is never taken."""

from __future__ import annotations

from contracts.messages import Request, Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import with_json_body
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.overlays import settable, valid_object


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        return await call.forward(_without_last(call) if call.role == "update" else None)

    return fault


def _without_last(call: Call) -> Request | None:
    body, names = valid_object(call), settable(call)
    if not names or not isinstance(body, dict) or names[-1] not in body:
        return None
    return with_json_body(call.request, {name: value for name, value in body.items() if name != names[-1]})


MUTANT = Mutant(
    id="patch-ignores-field",
    title="PATCH ignores one property",
    family="state",
    why="The list of what may be changed lacks the newest column.",
    applies=is_role("update"),
    begin=_begin,
)
