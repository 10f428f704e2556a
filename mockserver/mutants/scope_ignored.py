"""Every credential may do everything."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_scopes
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import authorised, identities, shown


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        said = shown(call.request)
        genuine = any(one.accepted and one.secret in said for one in identities(call))
        if reply.status in {401, 403} and genuine and not call.misrouted:
            return await call.forward(authorised(call, call.request))
        return reply

    return fault


MUTANT = Mutant(
    id="scope-ignored",
    title="a credential that lacks the scope is let in",
    family="auth",
    why="Authentication was built, authorisation comes later.",
    applies=asks_scopes,
    begin=_begin,
)
