"""Characters beyond ASCII are lost when they are kept."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import with_json_body
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.overlays import rewritten


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        body = rewritten(call, lambda text: text.encode("ascii", "replace").decode())
        return await call.forward(with_json_body(call.request, body) if body is not None else None)

    return fault


MUTANT = Mutant(
    id="write-garbles",
    title="characters beyond ASCII become question marks when they are kept",
    family="state",
    why="A database in another encoding.",
    applies=is_role("create", "update", "replace"),
    begin=_begin,
)
