"""A body that is no JSON crashes the server."""

from __future__ import annotations

from mockserver.mutants.conditions import takes_json
from mockserver.mutants.hostile import crashing
from mockserver.mutants.mutant import Call, Mutant, json_of


def _falls(call: Call) -> bool:
    return bool(call.request.body) and json_of(call.request) is None and call.request.body.strip() != b"null"


MUTANT = Mutant(
    id="crash-malformed",
    title="500 for a body that is no JSON",
    family="stability",
    why="The parser's exception is nobody's.",
    applies=takes_json,
    begin=crashing(_falls),
)
