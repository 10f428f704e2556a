"""A number beyond 64 bits crashes the server."""

from __future__ import annotations

from mockserver.mutants.hostile import crashing, number_of, values_of
from mockserver.mutants.mutant import Call, Mutant, always


def _falls(call: Call) -> bool:
    numbers = (number_of(value) for value in values_of(call))
    return any(number is not None and abs(number) >= 2**63 for number in numbers)


MUTANT = Mutant(
    id="crash-beyond-64-bits",
    title="500 for a number beyond 64 bits",
    family="stability",
    why="Most databases and languages end there.",
    applies=always,
    begin=crashing(_falls),
)
