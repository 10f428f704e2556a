"""A path of nobody's is answered with a page of HTML."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.editing import is_json, with_bytes
from mockserver.mutants.mutant import Call, Fault, Mutant, always


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        if call.operation is not None or not is_json(reply) or call.request.method == "HEAD":
            return reply
        return with_bytes(reply, b"<!DOCTYPE html><title>404</title><h1>Not found</h1>", "text/html")

    return fault


MUTANT = Mutant(
    id="envelope-unknown-route",
    title="an unknown path answers with HTML",
    family="envelope",
    why="A client with a wrong base URL fails in its parser instead of telling the mistake.",
    applies=always,
    begin=_begin,
)
