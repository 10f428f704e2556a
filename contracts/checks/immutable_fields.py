"""What no client may set stays as it is, whatever a body says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.checks.check import Check
from contracts.errors import GenerationError
from contracts.findings import Finding
from contracts.judging.fields import asked, fixed, is_created
from contracts.judging.items import Subject, json_object, shown, subjects
from contracts.judging.likeness import alike, moment_of
from contracts.messages import Request, Response
from contracts.probe.session import Session
from contracts.spec.schemas import Schema

ID = "immutable-fields"
MOST = 6
FRESH = 3
"""Number of the id of an item that no other check writes."""


def _run(session: Session) -> Iterator[Finding]:
    for subject in subjects(session, ID, FRESH):
        before, last = _read(subject)
        if before is None:
            continue
        names = [name for name in fixed(subject.writer, subject.reader) if name in before]
        for name in names[: MOST // 2 if session.plan.fast else MOST]:
            current, last = _read(subject)
            if current is not None and name in current:
                yield from _attempt(subject, name, current, last)
        subject.restore(before, last)


def _read(subject: Subject) -> tuple[dict[str, Any] | None, Response]:
    response = subject.read()[1]
    return json_object(response), response


def _attempt(subject: Subject, name: str, current: dict[str, Any], seen: Response) -> Iterator[Finding]:
    """Try to change one of them, beside a change that is allowed, and alone if that is refused or cannot be sent."""
    schema = fixed(subject.writer, subject.reader)[name]
    other = _other(subject, schema, current[name])
    if other is None:
        return
    for changes in (_allowed(subject, current), {}):
        body = {**(subject.body(current, changes) or changes), name: other}
        takes = asked(subject.writer)
        if takes is None or not takes.request_validator.is_valid(body):
            continue
        request, response = subject.write(body, seen)
        subject.session.looked(ID, subject.writer, response)
        yield from _judged(subject, name, other, current, (request, response))
        if response.is_success:
            return


def _other(subject: Subject, schema: Schema, now: Any) -> Any:
    """Another valid value; ``None`` where none is found."""
    try:
        generate = subject.session.generators.compile(schema, "response")
    except GenerationError:
        return None
    values = (generate(f"{subject.writer.id}\0{schema.pointer}\0{number}") for number in range(4))
    return next((value for value in values if value is not None and not alike(value, now)), None)


def _allowed(subject: Subject, current: dict[str, Any]) -> dict[str, Any]:
    for field in subject.fields:
        try:
            return {field.name: subject.another(field, current)}
        except LookupError:
            continue
    return {}


def _judged(
    subject: Subject, name: str, sent: Any, before: dict[str, Any], exchange: tuple[Request, Response]
) -> Iterator[Finding]:
    request, response = exchange
    read_request, read_response = subject.read()
    subject.session.looked(ID, subject.reader, read_response)
    after, answer = json_object(read_response), json_object(response)
    looks = (((request, read_request), read_response, after), ((request,), response, answer))
    for requests, told, item in looks:
        if item is None or name not in item or _stays(subject, name, sent, before[name], item[name]):
            continue
        yield subject.session.finding(
            ID,
            subject.writer,
            f"a {subject.writer.method} changed {name}, which no client may set",
            requests=requests,
            response=told,
            expected=f"{name} {shown(before[name])}, or a refusal",
            got=f"{name} {shown(item[name])}",
            pointer=fixed(subject.writer, subject.reader)[name].pointer,
        )
        return


def _stays(subject: Subject, name: str, sent: Any, before: Any, now: Any) -> bool:
    """Whether a property did what it may: an id and a beginning stay, the others do not take what is sent."""
    own = subject.reader.resource.id_field if subject.reader.resource else ""
    if name == own or is_created(name):
        one, other = moment_of(before), moment_of(now)
        return alike(before, now) if one is None or other is None else abs((one - other).total_seconds()) < 1
    return alike(before, now) or not alike(sent, now)


CHECK = Check(
    id=ID,
    title="ids, moments of creation and read-only properties cannot be set",
    why="Whoever can rewrite an id or the moment at which something began can forge what others rely on.",
    good='PATCH /cases/7 {"title": "B", "created_at": "1999-01-01T00:00:00Z"} → 200 with the old created_at, or a 4XX',
    bad='PATCH /cases/7 {"title": "B", "created_at": "1999-01-01T00:00:00Z"} → 200 {"created_at": "1999-01-01T…"}',
    run=_run,
    writes=True,
)
