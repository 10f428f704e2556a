"""All that is created gets one id."""

from __future__ import annotations

from typing import Any

from contracts.messages import Response
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import with_json
from mockserver.mutants.mutant import Call, Fault, Mutant, json_of


def _begin() -> Fault:
    first: dict[str, Any] = {}

    async def fault(call: Call) -> Response:
        reply = await call.forward()
        resource = call.operation.resource if call.operation else None
        body = json_of(reply)
        if call.role != "create" or not reply.is_success or resource is None or not isinstance(body, dict):
            return reply
        if resource.id_field not in body:
            return reply
        same = first.setdefault(call.item, body[resource.id_field])
        return with_json(reply, {**body, resource.id_field: same})

    return fault


MUTANT = Mutant(
    id="create-same-id",
    title="everything that is created is said to have one id",
    family="state",
    why="The id is drawn when the module is loaded.",
    applies=is_role("create"),
    begin=_begin,
)
