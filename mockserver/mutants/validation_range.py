"""A number outside of its range is taken."""

from __future__ import annotations

from mockserver.mutants.conditions import takes_json
from mockserver.mutants.lenience import forgiving
from mockserver.mutants.mutant import Mutant

MUTANT = Mutant(
    id="validation-range",
    title="a body with a number outside of its range is taken",
    family="validation",
    why="Only the form in the browser has the bounds.",
    applies=takes_json,
    begin=forgiving("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
)
