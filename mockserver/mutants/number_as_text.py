"""A number is sent as a text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if isinstance(place.value, int | float) and not isinstance(place.value, bool):
        yield str(place.value)


MUTANT = Mutant(
    id="number-as-text",
    title="a number is sent as a text",
    family="schema",
    why="Decimals and large ids become texts in many database drivers.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
