"""A deleted item can no longer be read, and deleting it again does not fail.

The item is one that the test has created. Servers with soft deletion may return the item if it is marked as deleted
(``deleted_at``, ``archived``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.conformance.assertions.item_fields import read_item_schema
from contracts.conformance.assertions.items import display
from contracts.conformance.assertions.probes import unknown_id
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.checks.item_identity import same_id
from contracts.conformance.client import NO_RESPONSE
from contracts.conformance.items.changes import renamed
from contracts.conformance.items.item_values import id_of, item_in, items_in, json_value
from contracts.conformance.items.roles import readers_below
from contracts.conformance.request_builder import Values
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.generation.name_words import words
from contracts.messages import Request, Response
from contracts.spec.model import Operation

ID = "deletion"
OTHERS = 2
"""Number of other items that are read after a deletion."""

MAX_BELOW = 4
"""Maximum number of operations below an item that are tested."""

GONE_STATUSES = frozenset({404, 410})
DELETED_WORDS = frozenset(
    {
        "deleted",
        "archived",
        "removed",
        "trashed",
        "cancelled",
        "canceled",
        "inactive",
        "closed",
        "revoked",
        "expired",
        "disabled",
        "ended",
    }
)
"""Words in property names and values that mark an item as deleted."""


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        resource = operation.resource
        if resource is None or resource.role != "delete":
            continue
        reader = session.role(resource.collection, "read")
        if reader is None:
            session.note(
                f"{operation.id}: no tested operation reads the deleted item; {ID} was skipped", skipped=operation.id
            )
            continue
        values = session.items.disposable(reader)
        if values is None:
            session.note(
                f"{operation.id}: the test can create no item to delete; {ID} was skipped", skipped=operation.id
            )
        else:
            yield from _check(session, operation, reader, values)


def _check(session: Session, operation: Operation, reader: Operation, values: Values) -> Iterator[Finding]:
    others = _others(session, reader, values)
    below = _below(session, reader, values)
    own = renamed(reader, operation, values)
    request = session.request(operation, values={**own, **session.precondition(operation, own)})
    if not session.allows(request):
        session.note(f"{operation.id}: the created item has another path; {ID} was skipped")
        return
    response = session.send(request)
    session.asserted(ID, operation, response)
    if not response.is_success or response.status == 202:
        return
    read = session.request(reader, values=values)
    after = session.send(read)
    session.asserted(ID, reader, after)
    is_gone = after.status in GONE_STATUSES or _is_like_unknown(session, reader, values, after)
    if not is_gone and after.status < 500 and not _is_marked_deleted(item_in(reader, after), reader):
        yield session.finding(
            f"{ID}/still-there",
            operation,
            "a deleted item can still be read",
            requests=(request, read),
            response=after,
            expected="404 or 410",
            got=f"status {after.status}",
        )
    yield from _check_again(session, operation, request)
    if is_gone:
        yield from _check_list(session, operation, reader, values, request)
        yield from _check_below(session, operation, request, below)
    yield from _check_others(session, operation, request, others)


def _is_like_unknown(session: Session, reader: Operation, values: Values, after: Response) -> bool:
    """Whether a read is rejected like that of an item that never existed: some servers hide which items exist."""
    if after.is_success or reader.resource is None:
        return False
    name = reader.resource.id_parameter
    parameter = next((one for one in reader.parameters if (one.location, one.name) == ("path", name)), None)
    value = unknown_id(session, parameter, reader) if parameter is not None else None
    if value is None:
        return False
    return session.send(session.request(reader, values={**values, ("path", name): value})).status == after.status


def _check_again(session: Session, operation: Operation, request: Request) -> Iterator[Finding]:
    if not session.allows(request):
        return
    again = session.send(request)
    session.asserted(ID, operation, again)
    if again.status >= 500 and again is not NO_RESPONSE:
        yield session.finding(
            f"{ID}/again",
            operation,
            "deleting an item twice makes the server fail",
            requests=(request, request),
            response=again,
            expected="2XX or 4XX: DELETE is idempotent (RFC 9110, section 9.2.2)",
            got=f"status {again.status}",
        )


def _others(session: Session, reader: Operation, values: Values) -> list[Request]:
    """Return requests for other items that can be read."""
    found = session.items.others(reader, values, OTHERS)
    return [session.request(reader, values=other) for other in found]


def _check_others(session: Session, operation: Operation, deleted: Request, others: list[Request]) -> Iterator[Finding]:
    """The deletion of an item deletes no other one."""
    for request in others:
        response = session.send(request)
        session.asserted(ID, operation, response)
        if response.status in GONE_STATUSES:
            yield session.finding(
                f"{ID}/other-item",
                operation,
                "the deletion of one item also deleted another one",
                requests=(request, deleted, request),
                response=response,
                expected="2XX with the item",
                got=f"status {response.status}",
            )
            return


def _below(session: Session, reader: Operation, values: Values) -> list[tuple[Operation, Request]]:
    """Return the requests below an item that succeed: its content, its sub-resources."""
    found = []
    for operation in readers_below(session, reader)[:MAX_BELOW]:
        request = session.request(operation, values=renamed(reader, operation, values))
        if session.send(request).is_success:
            found.append((operation, request))
    return found


def _check_below(
    session: Session, operation: Operation, deleted: Request, below: list[tuple[Operation, Request]]
) -> Iterator[Finding]:
    """What is below a deleted item is not served any more; an empty list may be."""
    for content, request in below:
        response = session.send(request)
        session.asserted(ID, content, response)
        if response.is_success and response.body and not _is_empty(response):
            yield session.finding(
                f"{ID}/content",
                operation,
                f"{content.method} {content.path} still returns the content of a deleted item",
                requests=(deleted, request),
                response=response,
                expected="404 or 410",
                got=f"status {response.status}",
            )


def _is_empty(response: Response) -> bool:
    """Whether a response has nothing of the item: an empty list, alone or in an envelope."""
    value = json_value(response)
    if isinstance(value, dict):
        lists = [one for one in value.values() if isinstance(one, list)]
        return bool(lists) and not any(lists)
    return value in ([], {})


def _is_marked_deleted(item: dict[str, Any] | None, reader: Operation) -> bool:
    """Whether an item is marked as deleted, or its schema has a property for that."""
    schema = read_item_schema(reader)
    names = [*(item or ()), *(schema.possible_properties if schema else ())]
    nested = [value for value in (item or {}).values() if isinstance(value, dict)]
    values = [value for owner in (item or {}, *nested) for value in owner.values() if isinstance(value, str)]
    return item is not None and any(not DELETED_WORDS.isdisjoint(words(text)) for text in (*names, *values))


def _check_list(
    session: Session, operation: Operation, reader: Operation, values: Values, deleted: Request
) -> Iterator[Finding]:
    """A deleted item is not in the list."""
    resource = reader.resource
    lister = session.role(resource.collection, "list") if resource else None
    if lister is None or resource is None:
        return
    request = session.request(lister, values=renamed(reader, lister, values))
    response = session.send(request)
    session.asserted(ID, lister, response)
    identifier = values["path", resource.id_parameter]
    rows = items_in(lister, response)
    if any(same_id(id_of(resource, row), identifier) and not _is_marked_deleted(row, reader) for row in rows):
        yield session.finding(
            f"{ID}/listed",
            operation,
            "a deleted item is still in the list",
            requests=(deleted, request),
            response=response,
            expected=f"no item with {resource.id_field} {display(identifier)}",
            got=f"an item with {resource.id_field} {display(identifier)}",
        )


CHECK = Check(
    id=ID,
    title="a deleted item can no longer be read",
    why="Data that a user has deleted must not be returned, and repeating a DELETE must not make the server fail (RFC "
    "9110, section 9.2.2).",
    good="DELETE /cases/7 → 204; GET /cases/7 → 404; DELETE /cases/7 → 404",
    bad="DELETE /cases/7 → 204; GET /cases/7 → 200",
    run=_run,
    sends=frozenset({Sends.DELETE}),
)
