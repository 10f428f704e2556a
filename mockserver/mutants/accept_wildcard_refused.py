"""``*/*`` and ``application/*`` are not understood."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        accept = call.request.header("accept") or ""
        refused = "*" in accept and call.operation is not None and not call.misrouted
        return await call.forward(call.request.with_header("accept", "image/x-nobody") if refused else None)

    return fault


MUTANT = Mutant(
    id="accept-wildcard-refused",
    title="406 for an Accept with a wildcard",
    family="protocol",
    why="The header is compared as a text (RFC 9110, section 12.5.1, has wildcards and weights).",
    applies=lambda operation: answers_json(operation) and operation.documents(406),
    begin=_begin,
)
