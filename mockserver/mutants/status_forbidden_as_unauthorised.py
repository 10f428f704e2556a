"""A lacking scope is answered with 401."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import asks_scopes
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    return replace(reply, status=401) if reply.status == 403 else reply


MUTANT = Mutant(
    id="status-forbidden-as-unauthorised",
    title="401 where the credential is right and lacks a scope",
    family="status",
    why="Clients renew a token that is good, over and over.",
    applies=asks_scopes,
    begin=changing(_change),
)
