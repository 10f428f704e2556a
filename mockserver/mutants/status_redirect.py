"""A reading is redirected to itself under a trailing slash."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import with_header, without_body
from mockserver.mutants.mutant import Call, Mutant, changing


def _change(call: Call, _operation: Operation, reply: Response) -> Response:
    if not reply.is_success:
        return reply
    return with_header(without_body(reply, 307), "location", f"{call.request.path}/")


MUTANT = Mutant(
    id="status-redirect",
    title="a reading is redirected to the same path with a slash",
    family="status",
    why="Routers do it unasked; clients lose their credentials or their body on the way.",
    applies=lambda operation: operation.method == "GET" and operation.response(307) is None,
    begin=changing(_change),
)
