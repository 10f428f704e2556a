"""A text that is too long or too short is taken."""

from __future__ import annotations

from mockserver.mutants.conditions import takes_json
from mockserver.mutants.lenience import forgiving
from mockserver.mutants.mutant import Mutant

MUTANT = Mutant(
    id="validation-length",
    title="a body with a text that is too long or too short is taken",
    family="validation",
    why="The database cuts it off in silence.",
    applies=takes_json,
    begin=forgiving("maxLength", "minLength"),
)
