"""An item comes twice."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import is_role
from mockserver.mutants.listings import items_of, with_items
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    items = items_of(operation, reply)
    return with_items(operation, reply, [items[0], *items]) if items else reply


MUTANT = Mutant(
    id="many-repeated",
    title="the first of the items comes twice",
    family="query",
    why="A join that multiplies rows.",
    applies=is_role("list", "read_many"),
    begin=changing(_change),
)
