"""A JSON body that is no object crashes the server."""

from __future__ import annotations

from mockserver.mutants.conditions import takes_json
from mockserver.mutants.hostile import crashing
from mockserver.mutants.mutant import Call, Mutant, json_of


def _falls(call: Call) -> bool:
    body = json_of(call.request)
    return body is not None and not isinstance(body, dict)


MUTANT = Mutant(
    id="crash-not-an-object",
    title="500 for a JSON body that is no object",
    family="stability",
    why="Members are looked up in a list.",
    applies=takes_json,
    begin=crashing(_falls),
)
