"""The id in an item is the id that the path asked for.

An id may have several forms (``ME``, ``me``, a UUID without its dashes), and a path may take names that are no ids at
all (``me``, ``latest``). So an id is only called wrong where reading the item under the id that it named gives yet
another id, or where two ids both give an item of one and the same third id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.fields import answered, names_own_id
from contracts.judging.items import json_object, path_values, shown
from contracts.judging.likeness import differences, pointer_of
from contracts.messages import Request, Response
from contracts.probe.requests import Values
from contracts.probe.session import Session
from contracts.spec.model import Operation

ID = "item-identity"
IDS = 4


@dataclass(frozen=True)
class Reading:
    """An item as it was read under an id."""

    asked: Any
    values: Values
    request: Request
    response: Response
    item: dict[str, Any]
    named: Any


def same_id(one: Any, other: Any) -> bool:
    """Whether two ids are one: without case, a UUID in any of its forms, a number as text."""
    return _canonical(one) == _canonical(other)


def _canonical(identifier: Any) -> str:
    text = str(identifier).strip().casefold()
    try:
        return str(UUID(text)) if len(text) >= 32 else str(int(text)) if text.isdecimal() and len(text) < 40 else text
    except ValueError:
        return text


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        if operation.resource is None or operation.resource.role != "read" or session.success(operation) is None:
            continue
        own, answer = operation.resource.id_field, answered(operation)
        if not names_own_id(operation) or answer is None or own not in answer.possible_properties:
            session.note(
                f"{operation.id}: no property is certain to hold the id of the path, so {ID} was not looked at"
            )
            continue
        readings = list(_readings(session, operation, own))
        finding = _wrong(session, operation, own, readings) or _one_for_two(session, operation, own, readings)
        if finding is not None:
            yield finding
        yield from _forms(session, operation, readings)


def _readings(session: Session, operation: Operation, own: str) -> Iterator[Reading]:
    met: list[Any] = []
    numbered = [path_values(session, operation, number) for number in range(IDS)]
    for values in [*numbered, *_large(operation, numbered[0])]:
        if values is None or operation.resource is None:
            return
        asked = values[("path", operation.resource.id_parameter)]
        if any(same_id(asked, known) for known in met):
            continue
        met.append(asked)
        reading = _read(session, operation, own, values, asked)
        if reading is not None:
            yield reading


def _large(operation: Operation, values: Values | None) -> Iterator[dict[tuple[str, str], Any]]:
    """Numbers beyond 32 and beyond 53 bits, where the path takes numbers: not every server can count so far."""
    own = operation.resource.id_parameter if operation.resource else ""
    schema = next((one.schema for one in operation.parameters if (one.location, one.name) == ("path", own)), None)
    for number in (2**32 + 3, 2**53 + 1) if schema is not None and values is not None else ():
        if schema is not None and schema.request_validator.is_valid(number):
            yield {**(values or {}), ("path", own): number}


def _read(session: Session, operation: Operation, own: str, values: Values, asked: Any) -> Reading | None:
    request = session.request(operation, values=values)
    response = session.send(request)
    session.looked(ID, operation, response)
    item = json_object(response)
    if item is None or not isinstance(item.get(own), str | int):
        return None
    return Reading(asked, values, request, response, item, item[own])


def _wrong(session: Session, operation: Operation, own: str, readings: list[Reading]) -> Finding | None:
    """An item whose id is not the one asked for and under which there is another item, or none."""
    for reading in readings:
        if same_id(reading.asked, reading.named) or operation.resource is None:
            continue
        if _is_number(reading.asked) and _is_number(reading.named):
            return session.finding(
                ID,
                operation,
                f"the {own} in the item is another number than that in the path",
                requests=(reading.request,),
                response=reading.response,
                expected=f"{own} {shown(reading.asked)}",
                got=f"{own} {shown(reading.named)}",
            )
        values = {**reading.values, ("path", operation.resource.id_parameter): reading.named}
        request = session.request(operation, values=values)
        response = session.send(request)
        again = json_object(response)
        if again is not None and same_id(again.get(own), reading.named):
            continue  # the path takes another name for the item
        return session.finding(
            ID,
            operation,
            f"the {own} in the item is not that in the path, and leads to no such item",
            requests=(reading.request, request),
            response=response,
            expected=f"{own} {shown(reading.asked)}, or an item of {own} {shown(reading.named)} under that id",
            got=f"{own} {shown(reading.named)}, and under it "
            + (f"{own} {shown(again.get(own))}" if again else f"status {response.status}"),
        )
    return None


def _is_number(identifier: Any) -> bool:
    """Whether an id is a number, of which there are no other names."""
    return not isinstance(identifier, bool) and str(identifier).isdecimal()


def _one_for_two(session: Session, operation: Operation, own: str, readings: list[Reading]) -> Finding | None:
    """Two ids under which there is an item of a third id."""
    strange = [reading for reading in readings if not same_id(reading.asked, reading.named)]
    for index, one in enumerate(strange):
        for other in strange[:index]:
            if same_id(one.named, other.named):
                return session.finding(
                    f"{ID}/one-for-two",
                    operation,
                    f"two ids give items with the same {own}",
                    requests=(other.request, one.request),
                    response=one.response,
                    expected=f"{own} {shown(one.asked)}",
                    got=f"{own} {shown(one.named)}, as for the id {shown(other.asked)}",
                )
    return None


def _forms(session: Session, operation: Operation, readings: list[Reading]) -> Iterator[Finding]:
    """Where the document calls all forms of a UUID one (``x-mock-canonical``), another form gives the same item."""
    own = operation.resource.id_parameter if operation.resource else ""
    declared = any(one.name == own and one.canonical == "uuid" for one in operation.parameters)
    if not declared or not readings:
        return
    first = readings[0]
    request = session.request(operation, values={**first.values, ("path", own): str(first.asked).upper()})
    response = session.send(request)
    session.looked(ID, operation, response)
    item = json_object(response)
    places = [()] if item is None else list(differences(first.item, item))
    if places:
        yield session.finding(
            f"{ID}/form",
            operation,
            "another form of the same UUID does not give the same item",
            requests=(first.request, request),
            response=response,
            expected=f"the same {pointer_of(places[0])}",
            got=f"status {response.status}" if item is None else f"another {pointer_of(places[0])}",
        )


CHECK = Check(
    id=ID,
    title="the id in the item is the id in the path",
    why="A client that asks for one thing and is given another without a word mixes up the data of two.",
    good='GET /cases/7 → 200 {"id": "7"}',
    bad='GET /cases/7 → 200 {"id": "8"}',
    run=_run,
)
