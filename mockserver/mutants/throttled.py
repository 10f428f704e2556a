"""After some requests the server refuses with a status that is not documented."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.mutant import Call, Fault, Mutant, always

ALLOWED = 30
"""Requests."""

REFUSAL = Response(429, (("content-type", "text/plain"), ("content-length", "9")), b"slow down")


def _begin() -> Fault:
    requests = 0

    async def fault(call: Call) -> Response:
        nonlocal requests
        requests += 1
        reply = await call.forward()
        undocumented = call.operation is not None and call.operation.response(429) is None
        return REFUSAL if requests > ALLOWED and undocumented and call.request.method != "HEAD" else reply

    return fault


MUTANT = Mutant(
    id="throttled",
    title="429 after thirty requests, and the document has no 429",
    family="stability",
    why="A limit that was set for people in front of an API for programs.",
    applies=always,
    begin=_begin,
)
