"""The items come in the opposite order of what was asked for."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.listings import items_of, with_items
from mockserver.mutants.mutant import Call, Mutant, changing
from mockserver.mutants.queries import SORT, asked_for, takes_query


def _change(call: Call, operation: Operation, reply: Response) -> Response:
    items = items_of(operation, reply)
    return with_items(operation, reply, items[::-1]) if len(items) > 1 and asked_for(call, SORT) else reply


MUTANT = Mutant(
    id="sort-reversed",
    title="the items are sorted the other way round",
    family="query",
    why="A comparison with its sides exchanged.",
    applies=takes_query(SORT),
    begin=changing(_change),
)
