"""A text is longer or shorter than it may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if not isinstance(place.value, str):
        return
    if isinstance(longest := place.says("maxLength"), int):
        yield place.value + "x" * (longest + 1 - len(place.value))
    if isinstance(shortest := place.says("minLength"), int) and shortest:
        yield place.value[: shortest - 1]


MUTANT = Mutant(
    id="length-broken",
    title="a text is longer or shorter than it may be",
    family="schema",
    why="A client's own column is as wide as the document says.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
