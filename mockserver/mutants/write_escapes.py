"""Texts are kept with HTML's escapes."""

from __future__ import annotations

import html

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import with_json_body
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.overlays import rewritten


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        body = rewritten(call, html.escape)
        return await call.forward(with_json_body(call.request, body) if body is not None else None)

    return fault


MUTANT = Mutant(
    id="write-escapes",
    title="texts are kept with HTML's escapes: & becomes &amp;",
    family="state",
    why="Escaping at the wrong end; each save then escapes once more.",
    applies=is_role("create", "update", "replace"),
    begin=_begin,
)
