"""The id in a response is the id in the path.

An id may have several spellings (``ME``, ``me``, a UUID without hyphens), and a path may accept aliases (``me``,
``latest``). So a different id is reported only if it is another number, if reading the item under the returned id gives
yet another id, or if two ids return items with the same third id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contracts.conformance.assertions.equivalence import differences, display_path
from contracts.conformance.assertions.item_fields import path_has_item_id, response_schema
from contracts.conformance.assertions.items import display
from contracts.conformance.checks.check import Check
from contracts.conformance.items.item_values import item_in
from contracts.conformance.request_builder import Values
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.spec.model import Operation

ID = "item-identity"
IDS = 4


@dataclass(frozen=True)
class ReadResult:
    """An item that was read under an id.

    :param requested: the id in the path.
    :param returned: the id in the item.
    """

    requested: Any
    values: Values
    request: Request
    response: Response
    item: dict[str, Any]
    returned: Any


def same_id(one: Any, other: Any) -> bool:
    """Whether two ids are equal, ignoring case, the spelling of UUIDs, and whether a number is a string."""
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
        id_field, answer = operation.resource.id_field, response_schema(operation)
        if not path_has_item_id(operation) or answer is None or id_field not in answer.possible_properties:
            session.note(
                f"{operation.id}: no property is known to contain the id of the path; {ID} was skipped",
                skipped=operation.id,
            )
            continue
        readings = list(_read_items(session, operation, id_field))
        finding = _find_wrong_id(session, operation, id_field, readings) or _find_shared_id(
            session, operation, id_field, readings
        )
        if finding is not None:
            yield finding
        yield from _check_uuid_spelling(session, operation, readings)


def _read_items(session: Session, operation: Operation, id_field: str) -> Iterator[ReadResult]:
    seen: list[Any] = []
    success = session.success(operation)
    if success is None or operation.resource is None:
        return
    others = session.items.others(operation, success.values, IDS - 1)
    for values in [success.values, *others, *_large(operation, success.values)]:
        requested = values[("path", operation.resource.id_parameter)]
        if any(same_id(requested, known) for known in seen):
            continue
        seen.append(requested)
        reading = _read(session, operation, id_field, values, requested)
        if reading is not None:
            yield reading


def _large(operation: Operation, values: Values | None) -> Iterator[dict[tuple[str, str], Any]]:
    """Yield ids beyond 32 and beyond 53 bits, if the path accepts numbers: some servers truncate them."""
    id_field = operation.resource.id_parameter if operation.resource else ""
    schema = next((one.schema for one in operation.parameters if (one.location, one.name) == ("path", id_field)), None)
    for number in (2**32 + 3, 2**53 + 1) if schema is not None and values is not None else ():
        if schema is not None and schema.request_validator.is_valid(number):
            yield {**(values or {}), ("path", id_field): number}


def _read(session: Session, operation: Operation, id_field: str, values: Values, requested: Any) -> ReadResult | None:
    request = session.request(operation, values=values)
    response = session.send(request)
    session.asserted(ID, operation, response)
    item = item_in(operation, response)
    if item is None or not isinstance(item.get(id_field), str | int):
        return None
    return ReadResult(requested, values, request, response, item, item[id_field])


def _find_wrong_id(session: Session, operation: Operation, id_field: str, readings: list[ReadResult]) -> Finding | None:
    """Find an item whose id is not the requested one and does not identify it either."""
    for reading in readings:
        if same_id(reading.requested, reading.returned) or operation.resource is None:
            continue
        if _is_number(reading.requested) and _is_number(reading.returned):
            return session.finding(
                ID,
                operation,
                f"the {id_field} in the response is a different number than in the path",
                requests=(reading.request,),
                response=reading.response,
                expected=f"{id_field} {display(reading.requested)}",
                got=f"{id_field} {display(reading.returned)}",
            )
        values = {**reading.values, ("path", operation.resource.id_parameter): reading.returned}
        request = session.request(operation, values=values)
        response = session.send(request)
        again = item_in(operation, response)
        if again is not None and same_id(again.get(id_field), reading.returned):
            continue  # the path contains an alias of the item
        return session.finding(
            ID,
            operation,
            f"the {id_field} in the response differs from the path, and does not identify the item",
            requests=(reading.request, request),
            response=response,
            expected=f"{id_field} {display(reading.requested)}, or an item under {display(reading.returned)}",
            got=f"{id_field} {display(reading.returned)}; reading that id returned "
            + (f"{id_field} {display(again.get(id_field))}" if again else f"status {response.status}"),
        )
    return None


def _is_number(identifier: Any) -> bool:
    """Whether an id is a number, which has no aliases."""
    return not isinstance(identifier, bool) and str(identifier).isdecimal()


def _find_shared_id(
    session: Session, operation: Operation, id_field: str, readings: list[ReadResult]
) -> Finding | None:
    """Find two ids that return items with the same third id."""
    mismatches = [reading for reading in readings if not same_id(reading.requested, reading.returned)]
    for index, one in enumerate(mismatches):
        for other in mismatches[:index]:
            if same_id(one.returned, other.returned):
                return session.finding(
                    f"{ID}/one-for-two",
                    operation,
                    f"two ids return items with the same {id_field}",
                    requests=(other.request, one.request),
                    response=one.response,
                    expected=f"{id_field} {display(one.requested)}",
                    got=f"{id_field} {display(one.returned)}, as for id {display(other.requested)}",
                )
    return None


def _check_uuid_spelling(session: Session, operation: Operation, readings: list[ReadResult]) -> Iterator[Finding]:
    """Read an item by another spelling of its UUID, if the document allows that (``x-mock-canonical``)."""
    id_field = operation.resource.id_parameter if operation.resource else ""
    declared = any(one.name == id_field and one.canonical == "uuid" for one in operation.parameters)
    if not declared or not readings:
        return
    first = readings[0]
    request = session.request(operation, values={**first.values, ("path", id_field): str(first.requested).upper()})
    response = session.send(request)
    session.asserted(ID, operation, response)
    item = item_in(operation, response)
    paths = [()] if item is None else list(differences(first.item, item))
    if paths:
        yield session.finding(
            f"{ID}/form",
            operation,
            "another spelling of the same UUID does not return the same item",
            requests=(first.request, request),
            response=response,
            expected=f"the same {display_path(paths[0])}",
            got=f"status {response.status}" if item is None else f"a different {display_path(paths[0])}",
        )


CHECK = Check(
    id=ID,
    title="the id in the response is the id in the path",
    why="A client that gets another item than it requested mixes up the data of two items.",
    good='GET /cases/7 → 200 {"id": "7"}',
    bad='GET /cases/7 → 200 {"id": "8"}',
    run=_run,
)
