"""Reads of an item that was just written with an unusual value: servers often fail only when they return it."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.conformance.items.changes import renamed
from contracts.conformance.items.creation import created_values
from contracts.conformance.request_builder import Values
from contracts.conformance.session import Session
from contracts.messages import Request, Response
from contracts.spec.model import Operation

MAX_READS = 3
"""Maximum number of operations that read a written item."""


def reads_after(
    session: Session, operation: Operation, request: Request, response: Response, known: Values
) -> Iterator[tuple[Operation, Request]]:
    """Yield the operations that read the item of a successful write, and below it its content, with their requests.

    :param known: the path values of the request.
    """
    reader = _reader(session, operation)
    if reader is None or reader.resource is None:
        return
    key = ("path", reader.resource.id_parameter)
    values = renamed(operation, reader, known)
    if key not in values:
        values = created_values(session, operation, reader, (request, response), session.items.parents(operation)) or {}
    if key not in values:
        return
    below = [one for one in session.operations if one.method == "GET" and _is_below(one, reader)]
    for one in below[:MAX_READS]:
        yield one, session.request(one, values=renamed(reader, one, values))


def _reader(session: Session, operation: Operation) -> Operation | None:
    resource = operation.resource
    if resource is None:
        return None
    return session.items.roles.find(resource.home or resource.collection, "read")


def _is_below(operation: Operation, reader: Operation) -> bool:
    """Whether an operation reads the item, or something of which the item has only one."""
    same = operation.path.count("{") == reader.path.count("{")
    return same and (operation.path == reader.path or operation.path.startswith(f"{reader.path}/"))
