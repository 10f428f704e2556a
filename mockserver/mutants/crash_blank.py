"""A text of blanks crashes the server."""

from __future__ import annotations

from mockserver.mutants.hostile import crashing, values_of
from mockserver.mutants.mutant import Mutant, always

MUTANT = Mutant(
    id="crash-blank",
    title="500 for a text of nothing but blanks",
    family="stability",
    why="The text is trimmed behind the check that it is not empty.",
    applies=always,
    begin=crashing(lambda call: any(isinstance(value, str) and value.isspace() for value in values_of(call))),
)
