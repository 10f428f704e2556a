"""A property that the body must have may stay away."""

from __future__ import annotations

from mockserver.mutants.conditions import takes_json
from mockserver.mutants.lenience import forgiving
from mockserver.mutants.mutant import Mutant

MUTANT = Mutant(
    id="validation-required",
    title="a body without a required property is taken",
    family="validation",
    why="A default that the document does not have.",
    applies=takes_json,
    begin=forgiving("required"),
)
