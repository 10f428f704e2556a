"""A list whose items are to be unique has one of them twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if isinstance(place.value, list) and place.value and place.says("uniqueItems"):
        yield [*place.value, place.value[0]]


MUTANT = Mutant(
    id="list-repeats",
    title="a list of unique items has one twice",
    family="schema",
    why="A join that multiplies rows.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
