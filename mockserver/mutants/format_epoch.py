"""A moment as seconds since 1970 instead of a date-time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if place.says("format") == "date-time" and isinstance(place.value, str):
        yield 1_767_225_600


MUTANT = Mutant(
    id="format-epoch",
    title="a moment is sent as seconds since 1970",
    family="schema",
    why="Serialisers have a default for moments, and it is often this one.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
