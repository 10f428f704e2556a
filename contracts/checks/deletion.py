"""What was deleted is gone, and deleting it again does no harm.

The item is one that the test created, else one that no other check uses. A server may keep what was deleted and say so
in the item (``deleted_at``, ``archived``): then it may be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.checks.check import Check
from contracts.checks.item_identity import same_id
from contracts.data.naming import words
from contracts.findings import Finding
from contracts.judging.fields import answered
from contracts.judging.items import create, json_object, path_values, shown
from contracts.judging.selectors import rows_of
from contracts.messages import Request
from contracts.probe.session import Session
from contracts.spec.model import Operation

ID = "deletion"
ANOTHER = 20
"""Number of the first body of an item that is made to be deleted."""

SPARE = (8, 9)
"""Numbers of ids of which one is deleted where none can be created."""

GONE = frozenset({404, 410})
KEPT = frozenset(
    {"deleted", "archived", "removed", "trashed", "cancelled", "canceled", "inactive", "closed", "revoked"}
)
"""Words of properties and values by which an item says that it counts as deleted."""


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        resource = operation.resource
        if resource is None or resource.role != "delete":
            continue
        reader = session.role(resource.collection, "read")
        if reader is None:
            session.note(f"{operation.id}: no operation under test reads what it deletes, so {ID} was not looked at")
            continue
        values = _victim(session, reader, resource.collection)
        if values is None:
            session.note(f"{operation.id}: there is no item to spare, so {ID} was not looked at")
        else:
            yield from _of(session, operation, reader, values)


def _victim(session: Session, reader: Operation, collection: str) -> dict[tuple[str, str], Any] | None:
    """The path values of an item that may go."""
    creator = session.role(collection, "create")
    own = ("path", reader.resource.id_parameter if reader.resource else "")
    birth = create(session, creator, reader, ANOTHER) if creator is not None else None
    if birth is not None and own in birth.values:
        return birth.values
    success = session.success(reader)
    for number in SPARE:
        values = path_values(session, reader, number)
        if values is None or success is None or values == success.values:
            continue
        if session.send(session.request(reader, values=values)).is_success:
            return values
    return None


def _of(
    session: Session, operation: Operation, reader: Operation, values: dict[tuple[str, str], Any]
) -> Iterator[Finding]:
    request = session.request(operation, values=values)
    response = session.send(request)
    session.looked(ID, operation, response)
    if not response.is_success or response.status == 202:
        return
    read = session.request(reader, values=values)
    after = session.send(read)
    session.looked(ID, reader, after)
    if after.status not in GONE and after.status < 500 and not _says_so(json_object(after), reader):
        yield session.finding(
            f"{ID}/still-there",
            operation,
            "what was deleted can still be read",
            requests=(request, read),
            response=after,
            expected="404 or 410",
            got=f"status {after.status}",
        )
    again = session.send(request)
    session.looked(ID, operation, again)
    if again.status >= 500:
        yield session.finding(
            f"{ID}/again",
            operation,
            "deleting what was deleted fails",
            requests=(request, request),
            response=again,
            expected="a 2XX or a 4XX: DELETE is idempotent (RFC 9110, section 9.2.2)",
            got=f"status {again.status}",
        )
    if after.status in GONE:
        yield from _listed(session, operation, reader, values, request)


def _says_so(item: dict[str, Any] | None, reader: Operation) -> bool:
    """Whether an item that can still be read says of itself that it was deleted, or its schema has a word for it."""
    schema = answered(reader)
    names = [*(item or ()), *(schema.possible_properties if schema else ())]
    values = [value for value in (item or {}).values() if isinstance(value, str)]
    return item is not None and any(not KEPT.isdisjoint(words(text)) for text in (*names, *values))


def _listed(
    session: Session, operation: Operation, reader: Operation, values: dict[tuple[str, str], Any], deleted: Request
) -> Iterator[Finding]:
    """The list does not name what cannot be read."""
    resource = reader.resource
    lister = session.role(resource.collection, "list") if resource else None
    if lister is None or resource is None:
        return
    names = {one.name for one in lister.parameters if one.location == "path"}
    request = session.request(lister, values={key: value for key, value in values.items() if key[1] in names})
    response = session.send(request)
    session.looked(ID, lister, response)
    identifier = values["path", resource.id_parameter]
    rows = rows_of(lister, response) or []
    if any(same_id(row.get(resource.id_field), identifier) for row in rows if resource.id_field in row):
        yield session.finding(
            f"{ID}/listed",
            operation,
            "what was deleted is still in the list",
            requests=(deleted, request),
            response=response,
            expected=f"no item of {resource.id_field} {shown(identifier)}",
            got=f"an item of {resource.id_field} {shown(identifier)}",
        )


CHECK = Check(
    id=ID,
    title="what was deleted is gone",
    why="What a user has deleted must not be served on, and who repeats a DELETE must not bring a server down.",
    good="DELETE /cases/7 → 204; GET /cases/7 → 404; DELETE /cases/7 → 404",
    bad="DELETE /cases/7 → 204; GET /cases/7 → 200",
    run=_run,
    writes=True,
)
