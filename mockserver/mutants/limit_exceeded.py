"""A page has one item more than asked for."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.queries import LIMIT, asked_for, takes_query, with_query


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        for name, value in asked_for(call, LIMIT).items() if reply.is_success else ():
            more = await call.forward(with_query(call.request, name, str(int(value) + 1) if value.isdecimal() else "1"))
            reply = more if more.is_success else reply
        return reply

    return fault


MUTANT = Mutant(
    id="limit-exceeded",
    title="a page has one item more than asked for",
    family="query",
    why="The extra row that tells whether there is a next page is sent along.",
    applies=takes_query(LIMIT),
    begin=_begin,
)
