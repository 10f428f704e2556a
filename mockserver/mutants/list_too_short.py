"""A list has fewer items than ``minItems`` asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if isinstance(place.value, list) and place.says("minItems"):
        yield []


MUTANT = Mutant(
    id="list-too-short",
    title="a list is empty where it must have items",
    family="schema",
    why="Clients take the first item without asking.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
