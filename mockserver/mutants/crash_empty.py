"""An empty text crashes the server."""

from __future__ import annotations

from mockserver.mutants.hostile import crashing, values_of
from mockserver.mutants.mutant import Mutant, always

MUTANT = Mutant(
    id="crash-empty",
    title="500 for an empty text",
    family="stability",
    why="The first character is looked at without asking whether there is one.",
    applies=always,
    begin=crashing(lambda call: any(value == "" for value in values_of(call))),
)
