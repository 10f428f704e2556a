"""A list is sent as an object with its positions as names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if isinstance(place.value, list):
        yield {str(index): item for index, item in enumerate(place.value)}


MUTANT = Mutant(
    id="list-as-object",
    title="a list is sent as an object with its positions as names",
    family="schema",
    why="What PHP makes of a list with a gap.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
