"""The language that the client accepts is not looked at."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        other = await call.forward(call.request.with_header("accept-language", "en-US")) if reply.is_success else reply
        return other if other.is_success and other.header("content-language") else reply

    return fault


MUTANT = Mutant(
    id="language-ignored",
    title="the documented Accept-Language has no effect",
    family="query",
    why="Translations were planned.",
    applies=lambda operation: any(one.name.lower() == "accept-language" for one in operation.parameters),
    begin=_begin,
)
