"""Each page but the first lacks its first item."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.listings import items_of, with_items
from mockserver.mutants.mutant import Call, Mutant, changing
from mockserver.mutants.queries import CURSOR, asked_for, takes_query


def _change(call: Call, operation: Operation, reply: Response) -> Response:
    items = items_of(operation, reply)
    return with_items(operation, reply, items[1:]) if items and asked_for(call, CURSOR) else reply


MUTANT = Mutant(
    id="page-skips",
    title="one item is lost between two pages",
    family="query",
    why="The end of one page is taken for the beginning of the next, off by one.",
    applies=takes_query(CURSOR),
    begin=changing(_change),
)
