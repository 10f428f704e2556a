"""Long texts are cut off in silence."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import with_json_body
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.overlays import rewritten

KEPT = 80
"""Characters."""


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        body = rewritten(call, lambda text: text[:KEPT])
        return await call.forward(with_json_body(call.request, body) if body is not None else None)

    return fault


MUTANT = Mutant(
    id="write-truncates",
    title="texts are cut off behind 80 characters",
    family="state",
    why="A column is shorter than the document says, and the database does not mind.",
    applies=is_role("create", "update", "replace"),
    begin=_begin,
)
