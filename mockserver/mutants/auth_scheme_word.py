"""A token is let in under any scheme's word."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        word, _, token = (call.request.header("authorization") or "").partition(" ")
        if reply.status not in {401, 403} or call.misrouted or word.lower() == "bearer":
            return reply
        secret = token or word
        return await call.forward(call.request.with_header("authorization", f"Bearer {secret}")) if secret else reply

    return fault


MUTANT = Mutant(
    id="auth-scheme-word",
    title="a bearer token is let in without the word Bearer or with another one",
    family="auth",
    why="The header is split at its blank and the last part taken.",
    applies=lambda operation: (
        asks_credentials(operation)
        and any(
            use.scheme.scheme == "bearer" or use.scheme.type == "oauth2"
            for rule in operation.security
            for use in rule.uses
        )
    ),
    begin=_begin,
)
