"""The last of several items that were asked for is not there."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import is_role
from mockserver.mutants.listings import items_of, with_items
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    items = items_of(operation, reply)
    return with_items(operation, reply, items[:-1]) if len(items) > 1 else reply


MUTANT = Mutant(
    id="many-one-missing",
    title="the last of several items that were asked for is left out",
    family="query",
    why="A range that ends one too early.",
    applies=is_role("read_many"),
    begin=changing(_change),
)
