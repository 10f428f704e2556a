"""401 without ``WWW-Authenticate`` (RFC 9110, section 15.5.2, asks for it)."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import asks_credentials
from mockserver.mutants.editing import with_header
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(_call: Call, _operation: Operation, reply: Response) -> Response:
    return with_header(reply, "www-authenticate", None) if reply.status == 401 else reply


MUTANT = Mutant(
    id="challenge-missing",
    title="401 comes without WWW-Authenticate",
    family="protocol",
    why="Clients learn from it which scheme to use.",
    applies=asks_credentials,
    begin=changing(_change),
)
