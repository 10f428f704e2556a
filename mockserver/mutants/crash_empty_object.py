"""A body that says nothing crashes the server."""

from __future__ import annotations

from mockserver.mutants.conditions import takes_json
from mockserver.mutants.hostile import crashing
from mockserver.mutants.mutant import Mutant, json_of

MUTANT = Mutant(
    id="crash-empty-object",
    title="500 for an empty object as body",
    family="stability",
    why="UPDATE … SET with nothing behind it is no SQL.",
    applies=takes_json,
    begin=crashing(lambda call: json_of(call.request) == {}),
)
