"""The direction of the order that was asked for is not looked at."""

from __future__ import annotations

from mockserver.mutants.mutant import Mutant
from mockserver.mutants.queries import DIRECTION, ignoring, takes_query

MUTANT = Mutant(
    id="direction-ignored",
    title="the items are sorted upward whatever was asked",
    family="query",
    why="The newest come last.",
    applies=takes_query(DIRECTION),
    begin=ignoring(DIRECTION),
)
