"""A date-time without its offset (RFC 3339, section 5.6, asks for one)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if place.says("format") == "date-time" and isinstance(place.value, str):
        yield re.sub(r"(Z|[+-]\d\d:\d\d)$", "", place.value)


MUTANT = Mutant(
    id="format-no-offset",
    title="a date-time has no offset",
    family="schema",
    why="Each client reads it in its own time zone; the commonest mistake with times in Python.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
