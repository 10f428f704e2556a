"""Anybody may do anything."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import authorised


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        refused = reply.status in {401, 403} and not call.misrouted
        return await call.forward(authorised(call, call.request)) if refused else reply

    return fault


MUTANT = Mutant(
    id="auth-ignored",
    title="no credential is asked for, and none is looked at",
    family="auth",
    why="The decorator was forgotten.",
    applies=asks_credentials,
    begin=_begin,
)
