"""Several items come in another order than their ids."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import is_role
from mockserver.mutants.listings import items_of, with_items
from mockserver.mutants.mutant import Call, Mutant, changing
from mockserver.mutants.queries import SORT, asked_for


def _change(call: Call, operation: Operation, reply: Response) -> Response:
    items = items_of(operation, reply)
    return with_items(operation, reply, items[::-1]) if len(items) > 1 and not asked_for(call, SORT) else reply


MUTANT = Mutant(
    id="many-order-lost",
    title="several items come in another order than their ids in the path",
    family="query",
    why="A database gives rows in the order that suits it.",
    applies=is_role("read_many"),
    begin=changing(_change),
)
