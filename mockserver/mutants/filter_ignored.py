"""A filter is not looked at."""

from __future__ import annotations

import re

from mockserver.mutants.conditions import is_role
from mockserver.mutants.mutant import Mutant
from mockserver.mutants.queries import CURSOR, LIMIT, PROJECTION, SORT, ignoring, takes_query

KNOWN = "|".join(f"(?:{pattern.pattern})" for pattern in (CURSOR, LIMIT, PROJECTION, SORT))
FILTER = re.compile(rf"(?!(?:{KNOWN})$).+", re.IGNORECASE)

MUTANT = Mutant(
    id="filter-ignored",
    title="a filter of a list has no effect",
    family="query",
    why="A client that asks for its own items gets everybody's.",
    applies=lambda operation: is_role("list")(operation) and takes_query(FILTER)(operation),
    begin=ignoring(FILTER),
)
