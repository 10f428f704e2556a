"""A long value crashes the server."""

from __future__ import annotations

from mockserver.mutants.hostile import crashing, values_of
from mockserver.mutants.mutant import Mutant, always

LONG = 1000
"""Characters."""

MUTANT = Mutant(
    id="crash-long",
    title="500 for a value of more than a thousand characters",
    family="stability",
    why="A column is shorter than what the document allows or than what a check before it would.",
    applies=always,
    begin=crashing(lambda call: any(isinstance(value, str) and len(value) > LONG for value in values_of(call))),
)
