"""What was created can be read, as it was sent, where the answer says it is."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from contracts.checks.check import Check
from contracts.checks.item_identity import same_id
from contracts.findings import Finding
from contracts.judging.fields import is_derived, settable
from contracts.judging.items import Birth, create, json_object, remove, shown
from contracts.judging.likeness import ABSENT, alike, differences, pointer_of
from contracts.messages import Request
from contracts.probe.session import Session
from contracts.spec.model import Operation

ID = "creation"
ANOTHER = 10
"""Number of the first body of a second item."""


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        resource = operation.resource
        if resource is None or resource.role != "create":
            continue
        reader = session.role(resource.collection, "read")
        if reader is None:
            session.note(f"{operation.id}: no operation under test reads what it creates, so {ID} was not looked at")
            continue
        birth = create(session, operation, reader)
        if birth is None:
            continue
        session.looked(ID, operation, birth.response)
        yield from _sent(session, operation, reader, birth)
        yield from _read(session, operation, reader, birth)
        yield from _location(session, operation, reader, birth)
        second = create(session, operation, reader, ANOTHER)
        if second is not None:
            yield from _second(session, operation, reader, birth, second)
        for one in (birth, second):
            if one is not None:
                remove(session, reader, one.values)


def _own(reader: Operation) -> str:
    return reader.resource.id_field if reader.resource else ""


def _identified(reader: Operation, birth: Birth) -> bool:
    return reader.resource is not None and ("path", reader.resource.id_parameter) in birth.values


def _sent(session: Session, operation: Operation, reader: Operation, birth: Birth) -> Iterator[Finding]:
    """The answer shows what was sent."""
    for field in settable(operation, reader):
        value = birth.body.get(field.name)
        if value is None or field.name not in birth.answer or not field.read.is_valid(value):
            continue
        if not alike(value, birth.answer[field.name]):
            yield session.finding(
                f"{ID}/ignored",
                operation,
                f"the answer to a {operation.method} does not show the {field.name} that was sent",
                requests=(birth.request,),
                response=birth.response,
                expected=f"{field.name} {shown(value)}",
                got=f"{field.name} {shown(birth.answer[field.name])}",
                pointer=field.sent.pointer,
            )
            return


def _read(session: Session, operation: Operation, reader: Operation, birth: Birth) -> Iterator[Finding]:
    """Under the id that the answer names there is the item."""
    if not _identified(reader, birth):
        return
    request = session.request(reader, values=birth.values)
    response = session.send(request)
    session.looked(ID, reader, response)
    item = json_object(response)
    if item is None:
        yield session.finding(
            f"{ID}/not-found",
            operation,
            "what was created cannot be read under the id that the answer names",
            requests=(birth.request, request),
            response=response,
            expected="a 2XX with the item",
            got=f"status {response.status}",
        )
        return
    shared = {name: value for name, value in item.items() if name in birth.answer}
    answer = {name: birth.answer[name] for name in shared}
    for place in differences(answer, shared, is_derived):
        yield session.finding(
            f"{ID}/differs",
            operation,
            f"what was created is read otherwise than it was answered: {pointer_of(place)}",
            requests=(birth.request, request),
            response=response,
            expected=shown(answer.get(str(place[0]))),
            got=shown(shared.get(str(place[0]), ABSENT)),
        )
        return


def _location(session: Session, operation: Operation, reader: Operation, birth: Birth) -> Iterator[Finding]:
    """``Location`` leads to the item (RFC 9110, section 10.2.2)."""
    location = birth.response.header("location")
    if birth.response.status != 201 or not location:
        return
    base = session.transport.base.rstrip("/")
    absolute = urljoin(base + birth.request.target, location)
    if not absolute.startswith(base + "/"):
        session.note(f"{operation.id}: Location leads elsewhere, so it was not followed")
        return
    request = session.authorised(reader, Request("GET", absolute.removeprefix(base)))
    response = session.send(request)
    item, own = json_object(response), _own(reader)
    named = birth.answer.get(own)
    other = item is not None and own in item and named is not None and not same_id(item[own], named)
    if response.status in {401, 403, 406} or (response.is_success and not other):
        return
    yield session.finding(
        f"{ID}/location",
        operation,
        "Location does not lead to what was created",
        requests=(birth.request, request),
        response=response,
        expected=f"a 2XX with {own} {shown(named)}" if named is not None else "a 2XX with the item",
        got=f"{own} {shown(item[own])}" if other and item else f"status {response.status}",
    )


def _second(
    session: Session, operation: Operation, reader: Operation, first: Birth, second: Birth
) -> Iterator[Finding]:
    """Two items with other content have two ids, and the first is still there."""
    own = _own(reader)
    if not _identified(reader, first) or not _identified(reader, second) or first.body == second.body:
        return
    if own not in first.body and same_id(first.answer[own], second.answer[own]):
        yield session.finding(
            f"{ID}/same-id",
            operation,
            "two items that were created have the same id",
            requests=(first.request, second.request),
            response=second.response,
            expected=f"another {own} than {shown(first.answer[own])}",
            got=f"{own} {shown(second.answer[own])}",
        )


CHECK = Check(
    id=ID,
    title="what was created can be read",
    why="A success for something that then is not there is the worst kind of failure: nobody looks for it.",
    good='POST /cases {"title": "A"} → 201 Location: /cases/7; GET /cases/7 → 200 {"id": "7", "title": "A"}',
    bad='POST /cases {"title": "A"} → 201 Location: /cases/7; GET /cases/7 → 404',
    run=_run,
    writes=True,
)
