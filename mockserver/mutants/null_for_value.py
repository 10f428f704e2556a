"""A value that may not be null is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if place.path and place.value is not None:
        yield None


MUTANT = Mutant(
    id="null-for-value",
    title="null where the document has no null",
    family="schema",
    why="An outer join without a partner; clients crash on it at a place far away.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
