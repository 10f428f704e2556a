"""An object has a member that the document forbids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if isinstance(place.value, dict):
        yield {**place.value, "_internal": "left in by mistake"}


MUTANT = Mutant(
    id="property-added",
    title="an object has a member that additionalProperties or its like forbids",
    family="schema",
    why="Internal columns leak out when a row is serialised as it is.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
