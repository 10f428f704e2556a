"""A text is sent as a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if isinstance(place.value, str):
        yield int(place.value) if place.value.isdecimal() else 1


MUTANT = Mutant(
    id="text-as-number",
    title="a text is sent as a number",
    family="schema",
    why="Texts that happen to be digits lose their type on the way through loosely typed layers.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
