"""A property is spelt in the other style: ``createdAt`` for ``created_at``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mockserver.mutants.conditions import answers_json
from mockserver.mutants.mutant import Mutant, changing
from mockserver.mutants.places import Place, spoiling


def _spoil(place: Place) -> Iterator[Any]:
    if isinstance(place.value, dict):
        for name in place.value:
            other = _other_style(name)
            if other != name:
                yield {(other if key == name else key): value for key, value in place.value.items()}


def _other_style(name: str) -> str:
    if "_" in name:
        return re.sub(r"_+(.)", lambda match: match[1].upper(), name)
    return re.sub(r"(?<=[a-z])[A-Z]", lambda match: f"_{match[0].lower()}", name)


MUTANT = Mutant(
    id="property-renamed",
    title="a required property is spelt in the other style",
    family="schema",
    why="Frameworks turn snake_case into camelCase by a switch that somebody flips.",
    applies=answers_json,
    begin=changing(spoiling(_spoil)),
)
