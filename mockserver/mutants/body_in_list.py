"""The body of a success stands in a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if not place.path:
        yield [place.value]


MUTANT = Mutant(
    id="body-in-list",
    title="a success answers with a list of its body",
    family="schema",
    why="A query that gives rows where one row was meant.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
