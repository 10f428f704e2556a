"""A date where a date-time is documented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if place.says("format") == "date-time" and isinstance(place.value, str):
        yield place.value[: len("2026-01-01")]


MUTANT = Mutant(
    id="format-date-only",
    title="a date stands where a date-time is documented",
    family="schema",
    why="The column's type was changed, the document was not.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
