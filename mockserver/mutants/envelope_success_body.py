"""A failure has the body of a success."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.conditions import answers_json
from mockserver.mutants.editing import breaks, with_json
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of


def _begin() -> Fault:
    last: dict[str, Response] = {}

    async def fault(call: Call) -> Response:
        reply = await call.forward()
        operation = call.operation
        if operation is None or call.misrouted or call.request.method == "HEAD":
            return reply
        if reply.is_success:
            last[operation.id] = reply
        value = json_of(last[operation.id]) if operation.id in last else {}
        return with_json(reply, value) if reply.status >= 400 and breaks(operation, reply, value) else reply

    return fault


MUTANT = Mutant(
    id="envelope-success-body",
    title="a failure has the body of the last success, or none",
    family="envelope",
    why="The status is set, the body is rendered all the same.",
    applies=answers_json,
    begin=_begin,
)
