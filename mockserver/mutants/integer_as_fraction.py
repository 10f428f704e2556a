"""An integer has a fraction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if isinstance(place.value, int) and not isinstance(place.value, bool):
        yield place.value + 0.5


MUTANT = Mutant(
    id="integer-as-fraction",
    title="an integer has a fraction",
    family="schema",
    why="An average, or a division that was whole in another language.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
