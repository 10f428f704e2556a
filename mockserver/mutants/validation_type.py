"""A property of the wrong type is taken."""

from __future__ import annotations

from mockserver.mutants.conditions import takes_json
from mockserver.mutants.lenience import forgiving
from mockserver.mutants.mutant import Mutant

MUTANT = Mutant(
    id="validation-type",
    title="a property of the wrong type is taken",
    family="validation",
    why="Loosely typed languages turn 5 into '5' without a word.",
    applies=takes_json,
    begin=forgiving("type"),
)
