"""Whoever asks for attributes loses one that is always sent."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import breaks
from mockserver.mutants.listings import items_of, with_items
from mockserver.mutants.mutant import Call, Mutant, changing, json_of
from mockserver.mutants.queries import PROJECTION, asked_for, takes_query


def _change(call: Call, operation: Operation, reply: Response) -> Response:
    items = items_of(operation, reply)
    if not items or not asked_for(call, PROJECTION):
        return reply
    for name in items[0]:
        fewer = [{key: value for key, value in item.items() if key != name} for item in items]
        wrong = with_items(operation, reply, fewer)
        if breaks(operation, reply, json_of(wrong)):
            return wrong
    return reply


MUTANT = Mutant(
    id="projection-drops-mandatory",
    title="whoever asks for attributes loses one that is always sent",
    family="query",
    why="The projection is taken for the whole of what is wanted.",
    applies=takes_query(PROJECTION),
    begin=changing(_change),
)
