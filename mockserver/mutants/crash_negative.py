"""A negative number crashes the server."""

from __future__ import annotations

from mockserver.mutants.hostile import crashing, number_of, values_of
from mockserver.mutants.mutant import Call, Mutant, always


def _falls(call: Call) -> bool:
    numbers = (number_of(value) for value in values_of(call))
    return any(number is not None and number < 0 for number in numbers)


MUTANT = Mutant(
    id="crash-negative",
    title="500 for a negative number",
    family="stability",
    why="LIMIT -1.",
    applies=always,
    begin=crashing(_falls),
)
