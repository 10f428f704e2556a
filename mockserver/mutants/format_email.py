"""A text that is no e-mail address where one is documented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if place.says("format") in {"email", "idn-email"} and isinstance(place.value, str):
        yield place.value.partition("@")[0]


MUTANT = Mutant(
    id="format-email",
    title="an e-mail address is only a name",
    family="schema",
    why="The login name is sent in its place.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
