"""A UUID that is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if place.says("format") == "uuid" and isinstance(place.value, str):
        yield f"urn:id:{place.value[:8]}"


MUTANT = Mutant(
    id="format-uuid",
    title="an id is no UUID where the document says so",
    family="schema",
    why="Typed clients refuse the whole answer.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
