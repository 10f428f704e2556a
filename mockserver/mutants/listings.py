"""The items in an answer, of an item's operation and of a list's alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutants.editing import is_json, with_json
from mockserver.mutants.mutant import Call, json_of

MANY = frozenset({"list", "read_many"})


def items_of(operation: Operation, reply: Response) -> list[dict[str, Any]]:
    """The items of an answer, in their order; none where it is no success, or no JSON."""
    resource = operation.resource
    if resource is None or not reply.is_success or not is_json(reply):
        return []
    body = json_of(reply)
    if resource.role not in MANY:
        return [body] if isinstance(body, dict) else []
    found = body.get(resource.list_field) if isinstance(body, dict) else body
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def with_items(operation: Operation, reply: Response, items: Sequence[dict[str, Any]]) -> Response:
    """The answer with other items in the place of its own."""
    resource = operation.resource
    if resource is None:
        return reply
    if resource.role not in MANY:
        return with_json(reply, items[0]) if items else reply
    body = json_of(reply)
    return with_json(reply, {**body, resource.list_field: list(items)} if isinstance(body, dict) else list(items))


def created_path(call: Call, reply: Response) -> str:
    """The path of an item that this call has just created; ``""`` where it has created none."""
    resource = call.operation.resource if call.operation else None
    if resource is None or call.role != "create" or not reply.is_success:
        return ""
    location = reply.header("location")
    if location:
        return urlsplit(location).path
    body = json_of(reply)
    identifier = body.get(resource.id_field) if isinstance(body, dict) else None
    return f"{call.item}/{quote(str(identifier), safe='')}" if identifier is not None else ""
