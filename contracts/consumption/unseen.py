"""What a document has and no traffic ever showed: operations, parameters, statuses, fields of answers."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.consumption.bodies import media_for
from contracts.consumption.deviations import Deviation
from contracts.consumption.parameters import key_of
from contracts.consumption.places import ANY, Place, place_at
from contracts.consumption.recorder import name_of
from contracts.consumption.used import Answer, Usage, Used, Way
from contracts.findings import Severity
from contracts.spec.document import child_pointer
from contracts.spec.model import Contract, Operation, Response

DEEPEST = 8
"""Steps into a value that are looked at; a schema may hold itself."""


def unseen(usage: Usage, contract: Contract) -> Iterator[tuple[Operation, Deviation]]:
    """What was never seen, by operation; of an operation that was never called nothing else is told."""
    for operation in contract.operations:
        used = usage.operations.get(name_of(operation))
        if used is None:
            yield operation, _hint("operation", operation.pointer, "it is documented, and never called")
            continue
        for deviation in (*_parameters(operation, used), *_answers(operation, used)):
            yield operation, deviation


def _parameters(operation: Operation, used: Used) -> Iterator[Deviation]:
    missing = [one for one in operation.parameters if key_of(one) not in used.parameters]
    if missing:
        names = ", ".join(f"{one.name} ({one.location})" for one in missing)
        yield _hint("parameter", operation.pointer, f"documented parameters were never sent: {names}")


def _answers(operation: Operation, used: Used) -> Iterator[Deviation]:
    came = {answer.documented for answer in used.answers.values()}
    missing = [one.status for one in operation.responses if one.status not in came]
    if missing:
        pointer = child_pointer(operation.pointer, "responses")
        yield _hint("status", pointer, f"documented statuses never came: {', '.join(missing)}")
    for response in operation.responses:
        if response.is_success:
            yield from _fields(operation, response, used)


def _fields(operation: Operation, response: Response, used: Used) -> Iterator[Deviation]:
    answers = [answer for answer in used.answers.values() if answer.documented == response.status]
    for media_type, ways in _received(answers).items():
        media = media_for(response.content, media_type)
        if media is None or media.schema is None or () not in ways:
            continue
        missing = list(_missing(place_at(media.schema), (), ways))
        if missing:
            pointer = child_pointer(operation.pointer, "responses", response.status)
            names = ", ".join(child_pointer("", *way) for way in missing)
            yield _hint("field", pointer, f"documented fields of {response.status} never came: {names}")


def _received(answers: list[Answer]) -> dict[str, set[Way]]:
    found: dict[str, set[Way]] = {}
    for answer in answers:
        for media_type, ways in answer.media.items():
            found.setdefault(media_type, set()).update(ways)
    return found


def _missing(place: Place, way: Way, ways: set[Way]) -> Iterator[Way]:
    """The documented fields that did not come; nothing below one that did not."""
    if len(way) == DEEPEST:
        return
    for name, below in place.properties.items():
        here = (*way, name)
        if here not in ways:
            if not any(one is True for one in below.all_of("writeOnly")):
                yield here
        else:
            yield from _missing(below, here, ways)
    for below in (place.items, place.rest):
        if below.is_known and (*way, ANY) in ways:
            yield from _missing(below, (*way, ANY), ways)


def _hint(what: str, pointer: str, message: str) -> Deviation:
    return Deviation(f"unseen-{what}", Severity.HINT, pointer, message, "")
