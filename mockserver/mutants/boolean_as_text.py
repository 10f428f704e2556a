"""A boolean is sent as a text or number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if isinstance(place.value, bool):
        yield "true" if place.value else "false"
        yield int(place.value)


MUTANT = Mutant(
    id="boolean-as-text",
    title="a boolean is sent as a text",
    family="schema",
    why="The text 'false' is true in most languages.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
