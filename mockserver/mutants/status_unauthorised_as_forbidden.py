"""A missing or wrong credential is answered with 403."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    return replace(reply, status=403) if reply.status == 401 else reply


MUTANT = Mutant(
    id="status-unauthorised-as-forbidden",
    title="403 where the credential is missing or wrong",
    family="status",
    why="Clients renew their token on 401 only.",
    applies=asks_credentials,
    begin=changing(_change),
)
