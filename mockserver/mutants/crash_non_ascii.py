"""Characters beyond ASCII crash the server."""

from __future__ import annotations

from mockserver.mutants.hostile import crashing, is_utf8, values_of
from mockserver.mutants.mutant import Call, Mutant, always


def _falls(call: Call) -> bool:
    return not is_utf8(call) or any(isinstance(value, str) and not value.isascii() for value in values_of(call))


MUTANT = Mutant(
    id="crash-non-ascii",
    title="500 for characters beyond ASCII",
    family="stability",
    why="A log or a database in another encoding.",
    applies=always,
    begin=crashing(_falls),
)
