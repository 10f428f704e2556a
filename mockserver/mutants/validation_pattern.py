"""A text that does not fit its pattern or format is taken."""

from __future__ import annotations

from mockserver.mutants.conditions import takes_json
from mockserver.mutants.lenience import forgiving
from mockserver.mutants.mutant import Mutant

MUTANT = Mutant(
    id="validation-pattern",
    title="a body with a text that does not fit its pattern or format is taken",
    family="validation",
    why="Most validators leave formats alone unless they are told not to.",
    applies=takes_json,
    begin=forgiving("pattern", "format"),
)
