"""A malformed credential is answered with 418, which the document does not have."""

from __future__ import annotations

from dataclasses import replace

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.mutant import Call, Mutant, changing
from mockserver.mutants.requests import carries_credential


def _change(call: Call, operation: Operation, reply: Response) -> Response:
    malformed = reply.status == 401 and carries_credential(operation, call.request)
    return replace(reply, status=418) if malformed and operation.response(418) is None else reply


MUTANT = Mutant(
    id="auth-malformed-undocumented",
    title="a wrong credential is answered with a status of its own, which is not documented",
    family="auth",
    why="Clients handle the documented statuses.",
    applies=asks_credentials,
    begin=changing(_change),
)
