"""A value outside of its enumeration is taken."""

from __future__ import annotations

from mockserver.mutants.conditions import takes_json
from mockserver.mutants.lenience import forgiving
from mockserver.mutants.mutant import Mutant

MUTANT = Mutant(
    id="validation-enum",
    title="a body with a value outside of its enumeration is taken",
    family="validation",
    why="The column is a text, and so is the check.",
    applies=takes_json,
    begin=forgiving("enum", "const"),
)
