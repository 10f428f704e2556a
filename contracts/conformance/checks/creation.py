"""A created item can be read under its id and its ``Location``, with the values that were sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from contracts.conformance.assertions.equivalence import (
    ABSENT,
    JsonPath,
    differences,
    display_path,
    equivalent,
    value_of,
)
from contracts.conformance.assertions.item_fields import is_derived, sent_item_schema, with_identity, writable_fields
from contracts.conformance.assertions.items import display
from contracts.conformance.assertions.probes import read_of
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.checks.item_identity import same_id
from contracts.conformance.items.changes import identity_of
from contracts.conformance.items.creation import CreatedItem
from contracts.conformance.items.item_values import encoded_url, item_in
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.spec.model import Operation

ID = "creation"


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        resource = operation.resource
        if resource is None or resource.role != "create":
            continue
        reader = session.role(resource.home or resource.collection, "read")
        if reader is None:
            session.note(
                f"{operation.id}: no tested operation reads the created item; {ID} was skipped", skipped=operation.id
            )
            continue
        created = session.items.create(reader)
        if created is None:
            session.note(f"{operation.id}: no item could be created; {ID} was skipped", skipped=operation.id)
            continue
        yield from _check(session, operation, reader, created)


def _check(session: Session, operation: Operation, reader: Operation, created: CreatedItem) -> Iterator[Finding]:
    session.asserted(ID, operation, created.response)
    yield from _check_response(session, operation, reader, created)
    yield from _check_read(session, operation, reader, created)
    yield from _check_location(session, operation, reader, created)
    before = item_in(reader, session.items.read(reader, created.values)) if _has_id(reader, created) else None
    second = session.items.create(reader)
    if second is not None:
        yield from _check_second(session, operation, reader, created, second)
        yield from _check_first(session, operation, reader, before, (created, second))


def _id_field(reader: Operation) -> str:
    return reader.resource.id_field if reader.resource else ""


def _has_id(reader: Operation, created: CreatedItem) -> bool:
    return reader.resource is not None and ("path", reader.resource.id_parameter) in created.values


def _check_first(
    session: Session,
    operation: Operation,
    reader: Operation,
    before: dict[str, Any] | None,
    pair: tuple[CreatedItem, CreatedItem],
) -> Iterator[Finding]:
    """The creation of a second item does not change the first one.

    Servers may change other properties meanwhile, such as the status of a job: a difference counts if the property is
    in the request body, or has the value of the second item.
    """
    first, second = pair
    if before is None or first.values == second.values:
        return
    request = session.request(reader, values=first.values)
    response = session.send(request)
    session.asserted(ID, reader, response)
    after = item_in(reader, response)
    sent = sent_item_schema(operation)
    names = set(sent.possible_properties) if sent is not None else set()
    found = differences(before, after, is_derived) if after is not None else iter([()])
    path = next((one for one in found if not one or one[0] in names or _is_of(second, one, after)), None)
    if path is not None:
        yield session.finding(
            f"{ID}/overwritten",
            operation,
            f"the creation of an item changed {display_path(path)} of the one created before",
            requests=(first.request, second.request, request),
            response=response,
            expected=f"{display_path(path)} {display(value_of(before, path))}" if path else "2XX with the item",
            got=f"{display_path(path)} {display(value_of(after, path))}" if path else f"status {response.status}",
        )


def _is_of(created: CreatedItem, path: JsonPath, item: Any) -> bool:
    """Whether an item has at a path the value of a created one."""
    value = value_of(item, path)
    return value is not ABSENT and value is not None and value == value_of(created.item, path)


def _check_response(
    session: Session, operation: Operation, reader: Operation, created: CreatedItem
) -> Iterator[Finding]:
    """The response contains the values that were sent, except names from which the server has derived the id."""
    identity = identity_of(created.item, created.values)
    for field in writable_fields(operation, reader):
        value = created.body.get(field.name)
        if value is None or field.name not in created.item or not field.read.is_valid(value):
            continue
        value = with_identity(reader, field.name, value, created.item)
        if field.name not in identity and not _is_kept(value, created.item[field.name]):
            yield session.finding(
                f"{ID}/ignored",
                operation,
                f"the response to {operation.method} does not contain the {field.name} that was sent",
                requests=(created.request,),
                response=created.response,
                expected=f"{field.name} {display(value)}",
                got=f"{field.name} {display(created.item[field.name])}",
                pointer=field.sent.pointer,
            )
            return


def _is_kept(sent: Any, got: Any) -> bool:
    """Whether a value has what was sent; servers may add items to a list, such as the owner to the permissions."""
    if isinstance(sent, dict) and isinstance(got, dict):
        return all(_is_kept(value, got.get(name)) for name, value in sent.items())
    if isinstance(sent, list) and isinstance(got, list):
        return all(any(equivalent(item, other) for other in got) for item in sent)
    return equivalent(sent, got)


def _check_read(session: Session, operation: Operation, reader: Operation, created: CreatedItem) -> Iterator[Finding]:
    """The item can be read under the id in the response."""
    if not _has_id(reader, created) or created.response.status == 202:
        return  # the id may be that of a job
    request = session.request(reader, values=created.values)
    response = session.send(request)
    session.asserted(ID, reader, response)
    item = item_in(reader, response)
    if item is None and response.is_success:
        return  # the document does not say where the item is
    if item is None:
        yield session.finding(
            f"{ID}/not-found",
            operation,
            "the created item cannot be read under the id in the response",
            requests=(created.request, request),
            response=response,
            expected="2XX with the item",
            got=f"status {response.status}",
        )
        return
    if created.response.status == 202:
        return  # the item changes while the server works on it
    shared = {name: value for name, value in item.items() if name in created.item}
    answer = {name: created.item[name] for name in shared}
    for path in differences(answer, shared, is_derived):
        yield session.finding(
            f"{ID}/differs",
            operation,
            f"the created item differs from the response to its creation: {display_path(path)}",
            requests=(created.request, request),
            response=response,
            expected=display(answer.get(str(path[0]))),
            got=display(shared.get(str(path[0]), ABSENT)),
        )
        return


def _check_location(
    session: Session, operation: Operation, reader: Operation, created: CreatedItem
) -> Iterator[Finding]:
    """``Location`` identifies the item (RFC 9110, section 10.2.2)."""
    location = created.response.header("location")
    if created.response.status != 201 or not location:
        return
    base = session.transport.base.rstrip("/")
    absolute = urljoin(base + created.request.target, encoded_url(location))
    if not absolute.startswith(base + "/"):
        session.note(f"{operation.id}: Location is outside of the base URL and was not followed")
        return
    request = read_of(session, reader, absolute.removeprefix(base), created.request)
    response = session.send(request)
    item, id_field = item_in(reader, response), _id_field(reader)
    named = created.item.get(id_field)
    other = item is not None and id_field in item and named is not None and not same_id(item[id_field], named)
    if response.status in {401, 403, 406} or (response.is_success and not other):
        return
    yield session.finding(
        f"{ID}/location",
        operation,
        "Location does not lead to the created item",
        requests=(created.request, request),
        response=response,
        expected=f"2XX with {id_field} {display(named)}" if named is not None else "2XX with the item",
        got=f"{id_field} {display(item[id_field])}" if other and item else f"status {response.status}",
    )


def _check_second(
    session: Session, operation: Operation, reader: Operation, first: CreatedItem, second: CreatedItem
) -> Iterator[Finding]:
    """Two created items have different ids."""
    id_field = _id_field(reader)
    if not _has_id(reader, first) or not _has_id(reader, second) or first.body == second.body:
        return
    if id_field not in first.item or id_field not in second.item:
        return
    if id_field not in first.body and same_id(first.item[id_field], second.item[id_field]):
        yield session.finding(
            f"{ID}/same-id",
            operation,
            "two created items have the same id",
            requests=(first.request, second.request),
            response=second.response,
            expected=f"an {id_field} other than {display(first.item[id_field])}",
            got=f"{id_field} {display(second.item[id_field])}",
        )


CHECK = Check(
    id=ID,
    title="a created item can be read",
    why="If a 201 response is sent for an item that was not stored, the data is lost and nobody notices.",
    good='POST /cases {"title": "A"} → 201 Location: /cases/7; GET /cases/7 → 200 {"id": "7", "title": "A"}',
    bad='POST /cases {"title": "A"} → 201 Location: /cases/7; GET /cases/7 → 404',
    run=_run,
    sends=frozenset({Sends.CREATE, Sends.UPDATE}),
)
