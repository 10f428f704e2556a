"""Every page is the first one."""

from __future__ import annotations

from mockserver.mutants.mutant import Mutant
from mockserver.mutants.queries import CURSOR, ignoring, takes_query

MUTANT = Mutant(
    id="page-repeated",
    title="every page is the first one",
    family="query",
    why="Clients that follow the next page never end.",
    applies=takes_query(CURSOR),
    begin=ignoring(CURSOR),
)
