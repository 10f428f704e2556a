"""A member that the document forbids in a body is taken."""

from __future__ import annotations

from mockserver.mutants.conditions import takes_json
from mockserver.mutants.lenience import forgiving
from mockserver.mutants.mutant import Mutant

MUTANT = Mutant(
    id="validation-extra",
    title="a body with an unknown property is taken where it is forbidden",
    family="validation",
    why="A misspelt name changes nothing, and nobody is told.",
    applies=takes_json,
    begin=forgiving("additionalProperties", "unevaluatedProperties"),
)
