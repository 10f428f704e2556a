"""The body of a success stands under ``data``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if not place.path:
        yield {"data": place.value}


MUTANT = Mutant(
    id="body-wrapped",
    title="a success has its body under data",
    family="schema",
    why="A house style for envelopes that the document does not know.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
