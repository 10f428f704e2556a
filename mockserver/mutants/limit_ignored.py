"""The size of a page that was asked for is not looked at."""

from __future__ import annotations

from mockserver.mutants.mutant import Mutant
from mockserver.mutants.queries import LIMIT, ignoring, takes_query

MUTANT = Mutant(
    id="limit-ignored",
    title="the limit that was asked for has no effect",
    family="query",
    why="Clients with little room get the whole list.",
    applies=takes_query(LIMIT),
    begin=ignoring(LIMIT),
)
