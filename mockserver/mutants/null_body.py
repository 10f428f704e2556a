"""The body of a success is ``null``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if not place.path:
        yield None


MUTANT = Mutant(
    id="null-body",
    title="a success has the body null",
    family="schema",
    why="A handler that forgets its return statement.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
