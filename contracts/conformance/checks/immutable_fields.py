"""Read-only properties do not change, whatever a request body contains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.conformance.assertions.confirmation import confirmed
from contracts.conformance.assertions.equivalence import equivalent, parse_timestamp
from contracts.conformance.assertions.item_fields import is_created, read_only_fields, request_schema
from contracts.conformance.assertions.items import CheckedItem, checked_items, display
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.session import Session
from contracts.errors import GenerationError
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.spec.schemas import Schema

ID = "immutable-fields"
MOST = 6


def _run(session: Session) -> Iterator[Finding]:
    for subject in checked_items(session, ID):
        yield from confirmed(subject, _check)


def _check(subject: CheckedItem) -> Iterator[Finding]:
    before, last = _read(subject)
    if before is None:
        return
    names = [name for name in read_only_fields(subject.writer, subject.reader) if name in before]
    for name in names[: MOST // 2 if subject.session.plan.fast else MOST]:
        current, last = _read(subject)
        if current is not None and name in current:
            yield from _attempt(subject, name, current, last)
    subject.restore(before, last)


def _read(subject: CheckedItem) -> tuple[dict[str, Any] | None, Response]:
    response = subject.read()[1]
    return subject.item(response), response


def _attempt(subject: CheckedItem, name: str, current: dict[str, Any], seen: Response) -> Iterator[Finding]:
    """Try to change a read-only property, together with an allowed change, and alone if that is rejected or invalid."""
    schema = read_only_fields(subject.writer, subject.reader)[name]
    other = _different_value(subject, schema, current[name])
    if other is None:
        return
    for changes in (_allowed_change(subject, current), {}):
        body = subject.extended(subject.body(current, changes) or changes, current, name, other)
        body_schema = request_schema(subject.writer)
        if body_schema is None or not body_schema.request_validator.is_valid(body):
            continue
        if not subject.session.allows(subject.write_request(body, seen)):
            return
        request, response = subject.write(body, seen)
        subject.session.asserted(ID, subject.writer, response)
        yield from _compare(subject, name, (other, bool(changes)), current, (request, response))
        if response.is_success:
            return


def _different_value(subject: CheckedItem, schema: Schema, now: Any) -> Any:
    """Return a different valid value; ``None`` if none is found."""
    try:
        generate = subject.session.generators.compile(schema, "response")
    except GenerationError:
        return None
    values = (generate(f"{subject.writer.id}\0{schema.pointer}\0{number}") for number in range(4))
    return next((value for value in values if value is not None and not equivalent(value, now)), None)


def _allowed_change(subject: CheckedItem, current: dict[str, Any]) -> dict[str, Any]:
    for field in subject.fields:
        try:
            change = {field.name: subject.different_value(field, current)}
        except LookupError:
            continue
        if subject.body(current, change) is not None:
            return change
    return {}


def _compare(
    subject: CheckedItem,
    name: str,
    attempt: tuple[Any, bool],
    before: dict[str, Any],
    exchange: tuple[Request, Response],
) -> Iterator[Finding]:
    request, response = exchange
    read_request, read_response = subject.read()
    subject.session.asserted(ID, subject.reader, read_response)
    after, returned = subject.item(read_response), subject.written(response)
    observations = (((request, read_request), read_response, after), ((request,), response, returned))
    for requests, observed, item in observations:
        if item is None or name not in item or _is_unchanged(subject, name, attempt, before[name], item[name]):
            continue
        yield subject.session.finding(
            ID,
            subject.writer,
            f"{subject.writer.method} changed {name}, which clients must not set",
            requests=requests,
            response=observed,
            expected=f"{name} {display(before[name])}, or 4XX",
            got=f"{name} {display(item[name])}",
            pointer=read_only_fields(subject.writer, subject.reader)[name].pointer,
        )
        return


def _is_unchanged(subject: CheckedItem, name: str, attempt: tuple[Any, bool], before: Any, now: Any) -> bool:
    """Whether the id and the creation time are unchanged; any other property must only not have the value sent.

    An id may follow from another property that was changed in the same request, such as the name.
    """
    sent, has_other_change = attempt
    if has_other_change and not is_created(name) and not equivalent(sent, now):
        return True
    id_field = subject.reader.resource.id_field if subject.reader.resource else ""
    if name == id_field or is_created(name):
        one, other = parse_timestamp(before), parse_timestamp(now)
        return equivalent(before, now) if one is None or other is None else abs((one - other).total_seconds()) < 1
    return equivalent(before, now) or not equivalent(sent, now)


CHECK = Check(
    id=ID,
    title="ids, creation times and read-only properties cannot be set",
    why="A client that can overwrite an id or a creation time can forge data that others rely on.",
    good='PATCH /cases/7 {"title": "B", "created_at": "1999-01-01T00:00:00Z"} → 200 with the old created_at, or a 4XX',
    bad='PATCH /cases/7 {"title": "B", "created_at": "1999-01-01T00:00:00Z"} → 200 {"created_at": "1999-01-01T…"}',
    run=_run,
    sends=frozenset({Sends.UPDATE, Sends.INVALID}),
)
