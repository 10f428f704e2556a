"""``application/json; charset=utf-8`` is refused."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import takes_json
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        refused = ";" in (call.request.header("content-type") or "") and not call.misrouted and call.request.body
        return await call.forward(call.request.with_header("content-type", "text/x-nobody") if refused else None)

    return fault


MUTANT = Mutant(
    id="content-type-parameter-refused",
    title="a body as 'application/json; charset=utf-8' is refused",
    family="protocol",
    why="The header is compared as a text; many clients add the parameter (RFC 9110, section 8.3.1).",
    applies=takes_json,
    begin=_begin,
)
