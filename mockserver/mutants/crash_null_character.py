"""The character U+0000 crashes the server."""

from __future__ import annotations

from mockserver.mutants.hostile import crashing, values_of
from mockserver.mutants.mutant import Mutant, always

MUTANT = Mutant(
    id="crash-null-character",
    title="500 for the character U+0000",
    family="stability",
    why="PostgreSQL takes no such text.",
    applies=always,
    begin=crashing(lambda call: any(isinstance(value, str) and "\0" in value for value in values_of(call))),
)
