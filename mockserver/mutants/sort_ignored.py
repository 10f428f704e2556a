"""The order that was asked for is not looked at."""

from __future__ import annotations

from mockserver.mutants.mutant import Mutant
from mockserver.mutants.queries import SORT, ignoring, takes_query

MUTANT = Mutant(
    id="sort-ignored",
    title="the items are not sorted as asked",
    family="query",
    why="The parameter is read, checked and forgotten.",
    applies=takes_query(SORT),
    begin=ignoring(SORT),
)
