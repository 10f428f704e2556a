"""A value outside of its enumeration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if place.says("enum") is not None and isinstance(place.value, str):
        yield f"{place.value}_legacy"


MUTANT = Mutant(
    id="enum-unknown",
    title="a value that its enumeration does not have",
    family="schema",
    why="A new state that the server has learnt and the document has not.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
