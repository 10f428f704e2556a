"""A credential is compared up to the length of the right one."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import authorised, identities, shown


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        said = shown(call.request)
        right = any(one.accepted and one.scopes is None and one.secret in said for one in identities(call))
        if reply.status in {401, 403} and right and not call.misrouted:
            return await call.forward(authorised(call, call.request))
        return reply

    return fault


MUTANT = Mutant(
    id="auth-prefix",
    title="a right credential with something behind it is let in",
    family="auth",
    why="A comparison with the length of one side.",
    applies=asks_credentials,
    begin=_begin,
)
