"""A value of an enumeration in other letters: ``OPEN`` for ``open``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if place.says("enum") is not None and isinstance(place.value, str):
        yield place.value.swapcase()


MUTANT = Mutant(
    id="enum-case",
    title="an enumeration's value in upper instead of lower case or the other way round",
    family="schema",
    why="The name of a constant is sent instead of its value.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
