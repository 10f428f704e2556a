"""A query parameter that nobody knows crashes the server."""

from __future__ import annotations

from urllib.parse import unquote_plus

from mockserver.mutants.hostile import crashing
from mockserver.mutants.mutant import Call, Mutant, always


def _falls(call: Call) -> bool:
    known = {one.name for one in call.operation.parameters} if call.operation else set()
    schemes = call.contract.security_schemes.values()
    known |= {scheme.name for scheme in schemes if scheme.location == "query"}
    parts = (part for part in call.request.target.partition("?")[2].split("&") if part)
    return any(unquote_plus(part.partition("=")[0]) not in known for part in parts)


MUTANT = Mutant(
    id="crash-unknown-query",
    title="500 for an unknown query parameter",
    family="stability",
    why="All of them are handed to a function that takes fewer.",
    applies=always,
    begin=crashing(_falls),
)
