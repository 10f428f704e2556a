"""A query parameter that the document does not allow is left aside."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import takes_parameter
from mockserver.mutants.editing import query_without
from mockserver.mutants.mutant import Call, Fault, Mutant


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        if reply.status not in {400, 422} or call.operation is None or call.misrouted:
            return reply
        again = await call.forward(query_without(call.request, lambda _: True))
        return again if again.is_success else reply

    return fault


MUTANT = Mutant(
    id="query-unchecked",
    title="a query parameter that the document does not allow is left aside",
    family="validation",
    why="A filter with a slip of the pen shows everything.",
    applies=takes_parameter("query"),
    begin=_begin,
)
