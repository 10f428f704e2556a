"""The attributes that were asked for are not looked at."""

from __future__ import annotations

from mockserver.mutants.mutant import Mutant
from mockserver.mutants.queries import PROJECTION, ignoring, takes_query

MUTANT = Mutant(
    id="projection-ignored",
    title="the attributes that were asked for have no effect",
    family="query",
    why="Every caller gets the same view.",
    applies=takes_query(PROJECTION),
    begin=ignoring(PROJECTION),
)
