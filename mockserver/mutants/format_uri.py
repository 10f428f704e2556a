"""A text that is no URI where one is documented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if place.says("format") in {"uri", "uri-reference"} and isinstance(place.value, str):
        yield place.value.partition("://")[2]
        yield "http://[not an address"


MUTANT = Mutant(
    id="format-uri",
    title="a link has lost its scheme, or is none",
    family="schema",
    why="Links are put together from settings that are empty on one machine.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
