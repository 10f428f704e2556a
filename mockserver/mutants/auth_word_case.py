"""The scheme's word is taken in one spelling only (RFC 9110, section 11.1: case does not matter)."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import anonymous


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        word = (call.request.header("authorization") or "").partition(" ")[0]
        if call.operation is None or call.misrouted or word == word.capitalize():
            return await call.forward()
        return await call.forward(anonymous(call.operation, call.request))

    return fault


MUTANT = Mutant(
    id="auth-word-case",
    title="'bearer' is refused where 'Bearer' is let in",
    family="auth",
    why="startswith('Bearer ').",
    applies=asks_credentials,
    begin=_begin,
)
