"""``null`` in a body crashes the server."""

from __future__ import annotations

from mockserver.mutants.conditions import takes_json
from mockserver.mutants.hostile import crashing
from mockserver.mutants.mutant import Call, Mutant, json_of


def _falls(call: Call) -> bool:
    body = json_of(call.request)
    return isinstance(body, dict) and None in body.values()


MUTANT = Mutant(
    id="crash-null",
    title="500 for null in a body",
    family="stability",
    why="A method is called on what was never there.",
    applies=takes_json,
    begin=crashing(_falls),
)
