"""The id in the body is not the one in the path."""

from __future__ import annotations

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.conditions import is_role
from mockserver.mutants.editing import breaks
from mockserver.mutants.listings import items_of, with_items
from mockserver.mutants.mutant import Call, Mutant, changing, json_of
from mockserver.mutants.requests import drawn


def _change(_call: Call, operation: Operation, reply: Response) -> Response:
    resource = operation.resource
    if not reply.is_success or resource is None or not resource.id_field:
        return reply
    schema = resource.item.possible_properties.get(resource.id_field)
    items = items_of(operation, reply)
    if schema is None or not items:
        return reply
    other = drawn(schema, f"{operation.id}-other")
    wrong = with_items(operation, reply, [{**item, resource.id_field: other} for item in items])
    return reply if breaks(operation, reply, json_of(wrong)) else wrong


MUTANT = Mutant(
    id="id-differs",
    title="the id in the body is not the one in the path",
    family="state",
    why="The internal key is sent instead of the public one.",
    applies=is_role("read", "read_many", "update", "replace"),
    begin=changing(_change),
)
