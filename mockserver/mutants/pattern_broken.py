"""A text that does not fit its pattern."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if place.says("pattern") is not None and isinstance(place.value, str):
        yield f" {place.value}"
        yield "~"


MUTANT = Mutant(
    id="pattern-broken",
    title="a text does not fit its pattern",
    family="schema",
    why="Codes and numbers with a form are parsed by clients with that form in mind.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
