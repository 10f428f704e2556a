"""A quotation mark crashes the server."""

from __future__ import annotations

from mockserver.mutants.hostile import crashing, values_of
from mockserver.mutants.mutant import Mutant, always

MUTANT = Mutant(
    id="crash-quote",
    title="500 for a single quotation mark",
    family="stability",
    why="SQL put together from texts: the first sign of an injection.",
    applies=always,
    begin=crashing(lambda call: any(isinstance(value, str) and "'" in value for value in values_of(call))),
)
