"""Documented items that the traffic never shows: operations, parameters, status codes, response fields."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.spec.model import Contract, Operation, ResponseSpec
from contracts.spec.pointers import child_pointer
from contracts.traffic.drift_checks import DriftFinding
from contracts.traffic.message_values import key_of, media_for
from contracts.traffic.model import FieldPath, OperationUsage, Usage, UsedResponse
from contracts.traffic.schema_location import ANY, SchemaLocation, location_at
from contracts.traffic.usage import operation_name

DEEPEST = 8
"""Maximum depth of fields that are reported; schemas may be recursive."""


def unseen(usage: Usage, contract: Contract) -> Iterator[tuple[Operation, DriftFinding]]:
    """Yield unused items by operation; if an operation was never called, nothing else is reported for it."""
    for operation in contract.operations:
        used = usage.operations.get(operation_name(operation))
        if used is None:
            yield operation, _hint("operation", operation.pointer, "documented, but never called")
            continue
        for deviation in (*_parameters(operation, used), *_responses(operation, used)):
            yield operation, deviation


def _parameters(operation: Operation, used: OperationUsage) -> Iterator[DriftFinding]:
    missing = [one for one in operation.parameters if key_of(one) not in used.parameters]
    if missing:
        names = ", ".join(f"{one.name} ({one.location})" for one in missing)
        yield _hint("parameter", operation.pointer, f"parameters never sent: {names}")


def _responses(operation: Operation, used: OperationUsage) -> Iterator[DriftFinding]:
    seen = {response.documented for response in used.responses.values()}
    missing = [one.status for one in operation.responses if one.status not in seen]
    if missing:
        pointer = child_pointer(operation.pointer, "responses")
        yield _hint("status", pointer, f"status codes never received: {', '.join(missing)}")
    for response in operation.responses:
        if response.is_success:
            yield from _fields(operation, response, used)


def _fields(operation: Operation, response: ResponseSpec, used: OperationUsage) -> Iterator[DriftFinding]:
    received = [one for one in used.responses.values() if one.documented == response.status]
    for media_type, paths in _paths(received).items():
        media = media_for(response.content, media_type)
        if media is None or media.schema is None or () not in paths:
            continue
        missing = list(_missing(location_at(media.schema), (), paths))
        if missing:
            pointer = child_pointer(operation.pointer, "responses", response.status)
            names = ", ".join(child_pointer("", *path) for path in missing)
            yield _hint("field", pointer, f"fields of {response.status} never received: {names}")


def _paths(responses: list[UsedResponse]) -> dict[str, set[FieldPath]]:
    """Return the received fields by media type."""
    found: dict[str, set[FieldPath]] = {}
    for response in responses:
        for media_type, paths in response.media.items():
            found.setdefault(media_type, set()).update(paths)
    return found


def _missing(location: SchemaLocation, path: FieldPath, paths: set[FieldPath]) -> Iterator[FieldPath]:
    """Yield documented fields that were not received, without the fields inside of them."""
    if len(path) == DEEPEST:
        return
    for name, below in location.properties.items():
        here = (*path, name)
        if here not in paths:
            if not any(one is True for one in below.values_of("writeOnly")):
                yield here
        else:
            yield from _missing(below, here, paths)
    for below in (location.items, location.additional):
        if below.is_defined and (*path, ANY) in paths:
            yield from _missing(below, (*path, ANY), paths)


def _hint(what: str, pointer: str, message: str) -> DriftFinding:
    return DriftFinding(f"unseen-{what}", Severity.HINT, pointer, message, "")
