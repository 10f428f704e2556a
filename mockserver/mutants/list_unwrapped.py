"""A list of one item is sent as that item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if isinstance(place.value, list):
        yield place.value[0] if place.value else {}


MUTANT = Mutant(
    id="list-unwrapped",
    title="a list is sent as its first item",
    family="schema",
    why="Converters from XML do it whenever there is one item only.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
