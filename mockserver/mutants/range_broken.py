"""A number lies outside of its range."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if isinstance(place.value, bool) or not isinstance(place.value, int | float):
        return
    for keyword, step in (("minimum", -1), ("maximum", 1), ("exclusiveMinimum", 0), ("exclusiveMaximum", 0)):
        if isinstance(bound := place.says(keyword), int | float):
            yield bound + step


MUTANT = Mutant(
    id="range-broken",
    title="a number lies outside of its range",
    family="schema",
    why="Counters run below zero, percentages above a hundred.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
