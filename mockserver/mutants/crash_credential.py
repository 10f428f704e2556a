"""A credential with an odd form crashes the server."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.hostile import CRASH
from mockserver.mutants.mutant import Call, Fault, Mutant
from mockserver.mutants.requests import carries_credential


def _begin() -> Fault:
    async def fault(call: Call) -> Response:
        reply = await call.forward()
        operation = call.operation
        if operation is None or call.misrouted or call.request.method == "HEAD" or reply.status not in {401, 403}:
            return reply
        return CRASH if carries_credential(operation, call.request) else reply

    return fault


MUTANT = Mutant(
    id="crash-credential",
    title="500 for a credential that is refused",
    family="stability",
    why="The decoder of tokens raises what nobody catches.",
    applies=asks_credentials,
    begin=_begin,
)
