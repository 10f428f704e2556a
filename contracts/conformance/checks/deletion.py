"""A deleted item can no longer be read, and deleting it again does not fail.

The item is one that the test created, or else one that no other check uses. Servers with soft deletion may return the
item if it is marked as deleted (``deleted_at``, ``archived``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.conformance.assertions.item_fields import response_schema
from contracts.conformance.assertions.items import create_item, display, json_object, path_values
from contracts.conformance.assertions.query_params import response_items
from contracts.conformance.checks.check import Check
from contracts.conformance.checks.item_identity import same_id
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.generation.name_words import words
from contracts.messages import Request
from contracts.spec.model import Operation

ID = "deletion"
ANOTHER = 20
"""Number of the request body from which the item is created."""

SPARE = (8, 9)
"""Numbers of the ids of which one is deleted if no item can be created."""

GONE_STATUSES = frozenset({404, 410})
DELETED_WORDS = frozenset(
    {"deleted", "archived", "removed", "trashed", "cancelled", "canceled", "inactive", "closed", "revoked"}
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
        values = _deletable_item(session, reader, resource.collection)
        if values is None:
            session.note(f"{operation.id}: no item can be deleted safely; {ID} was skipped", skipped=operation.id)
        else:
            yield from _check(session, operation, reader, values)


def _deletable_item(session: Session, reader: Operation, collection: str) -> dict[tuple[str, str], Any] | None:
    """Return the path values of an item that may be deleted; ``None`` if there is none."""
    creator = session.role(collection, "create")
    id_key = ("path", reader.resource.id_parameter if reader.resource else "")
    created = create_item(session, creator, reader, ANOTHER) if creator is not None else None
    if created is not None and id_key in created.values:
        return created.values
    success = session.success(reader)
    for number in SPARE:
        values = path_values(session, reader, number)
        if values is None or success is None or values == success.values:
            continue
        if session.send(session.request(reader, values=values)).is_success:
            return values
    return None


def _check(
    session: Session, operation: Operation, reader: Operation, values: dict[tuple[str, str], Any]
) -> Iterator[Finding]:
    request = session.request(operation, values=values)
    response = session.send(request)
    session.asserted(ID, operation, response)
    if not response.is_success or response.status == 202:
        return
    read = session.request(reader, values=values)
    after = session.send(read)
    session.asserted(ID, reader, after)
    if after.status not in GONE_STATUSES and after.status < 500 and not _is_marked_deleted(json_object(after), reader):
        yield session.finding(
            f"{ID}/still-there",
            operation,
            "a deleted item can still be read",
            requests=(request, read),
            response=after,
            expected="404 or 410",
            got=f"status {after.status}",
        )
    again = session.send(request)
    session.asserted(ID, operation, again)
    if again.status >= 500:
        yield session.finding(
            f"{ID}/again",
            operation,
            "deleting an item twice makes the server fail",
            requests=(request, request),
            response=again,
            expected="2XX or 4XX: DELETE is idempotent (RFC 9110, section 9.2.2)",
            got=f"status {again.status}",
        )
    if after.status in GONE_STATUSES:
        yield from _check_list(session, operation, reader, values, request)


def _is_marked_deleted(item: dict[str, Any] | None, reader: Operation) -> bool:
    """Whether an item is marked as deleted, or its schema has a property for that."""
    schema = response_schema(reader)
    names = [*(item or ()), *(schema.possible_properties if schema else ())]
    values = [value for value in (item or {}).values() if isinstance(value, str)]
    return item is not None and any(not DELETED_WORDS.isdisjoint(words(text)) for text in (*names, *values))


def _check_list(
    session: Session, operation: Operation, reader: Operation, values: dict[tuple[str, str], Any], deleted: Request
) -> Iterator[Finding]:
    """A deleted item is not in the list."""
    resource = reader.resource
    lister = session.role(resource.collection, "list") if resource else None
    if lister is None or resource is None:
        return
    names = {one.name for one in lister.parameters if one.location == "path"}
    request = session.request(lister, values={key: value for key, value in values.items() if key[1] in names})
    response = session.send(request)
    session.asserted(ID, lister, response)
    identifier = values["path", resource.id_parameter]
    rows = response_items(lister, response) or []
    if any(same_id(row.get(resource.id_field), identifier) for row in rows if resource.id_field in row):
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
    writes=True,
)
