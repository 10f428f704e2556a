"""The scope of another operation will do: who may read may write."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_scopes
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import authorised, identities, shown


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        if reply.status != 403 or call.misrouted or call.operation is None:
            return reply
        api = call.operation.api
        others = {
            scope
            for one in call.contract.operations
            for rule in one.security
            for use in rule.uses
            for scope in use.scopes
            if one.api == api and one is not call.operation
        }
        said = shown(call.request)
        held = {scope for one in identities(call) if one.secret in said for scope in one.scopes or ()}
        return await call.forward(authorised(call, call.request)) if held & others else reply

    return fault


MUTANT = Mutant(
    id="scope-of-another",
    title="the scope of another operation is enough",
    family="auth",
    why="Who may read may write: the classic of copied handlers.",
    applies=asks_scopes,
    begin=_begin,
)
