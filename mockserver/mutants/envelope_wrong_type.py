"""A member of a failure's body is of another type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.mutant import Mutant, always, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if isinstance(place.value, str):
        yield {"text": place.value}
        yield 17
    elif isinstance(place.value, int):
        yield str(place.value)


MUTANT = Mutant(
    id="envelope-wrong-type",
    title="a member of a failure's body has another type",
    family="envelope",
    why="An object of details where clients show a text.",
    applies=always,
    begin=changing(spoiling(_spoil, failures=True)),
)
