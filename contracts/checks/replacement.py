"""PUT says the whole item: what its body leaves out is not kept (RFC 9110, section 9.3.4), and twice is as once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.fields import Field, answered, asked, is_derived
from contracts.judging.items import Subject, json_object, shown, subjects
from contracts.judging.likeness import alike, differences, pointer_of
from contracts.probe.session import Session

ID = "replacement"
FRESH = 7
"""Number of the id of an item that no other check writes."""

MOST = 3


def _run(session: Session) -> Iterator[Finding]:
    for subject in subjects(session, ID, FRESH):
        if subject.writer.resource is not None and subject.writer.resource.role == "replace":
            yield from _subject(subject)


def _subject(subject: Subject) -> Iterator[Finding]:
    seen = subject.read()[1]
    before = json_object(seen)
    if before is None:
        return
    yield from _twice(subject, before)
    tried = 0
    for field in subject.fields:
        body = _without(subject, field, before)
        if body is None or tried == MOST:
            continue
        tried += 1
        finding = _left_out(subject, field, before, body)
        if finding is not None:
            yield finding
            break
    subject.restore(before, subject.read()[1])


def _without(subject: Subject, field: Field, before: dict[str, Any]) -> dict[str, Any] | None:
    """The whole item but for one property that may be missing; ``None`` where it may not, or is not telling."""
    value, takes, answer = before.get(field.name), asked(subject.writer), answered(subject.reader)
    node = field.sent.resolve().node
    default = node.get("default") if isinstance(node, dict) else None
    if not value or value == default or takes is None or answer is None:
        return None
    body = subject.body(before, {})
    rest = {name: other for name, other in (body or {}).items() if name != field.name}
    item = {name: other for name, other in before.items() if name != field.name}
    may_go = body is not None and takes.request_validator.is_valid(rest) and answer.is_valid(item)
    return rest if may_go and field.name in (body or {}) else None


def _left_out(subject: Subject, field: Field, before: dict[str, Any], body: dict[str, Any]) -> Finding | None:
    seen = subject.read()[1]
    whole = subject.body(before, {})
    if whole is not None:
        subject.write(whole, seen)
        seen = subject.read()[1]
    request, response = subject.write(body, seen)
    subject.session.looked(ID, subject.writer, response)
    read_request, read_response = subject.read()
    subject.session.looked(ID, subject.reader, read_response)
    after = json_object(read_response)
    if not response.is_success or response.status == 202 or after is None:
        return None
    if not alike(before[field.name], after.get(field.name)):
        return None
    return subject.session.finding(
        f"{ID}/merged",
        subject.writer,
        f"a PUT kept {field.name}, which its body left out",
        requests=(request, read_request),
        response=read_response,
        expected=f"no {field.name}, or its default",
        got=f"{field.name} {shown(after[field.name])}",
        pointer=field.sent.pointer,
    )


def _twice(subject: Subject, before: dict[str, Any]) -> Iterator[Finding]:
    """The same PUT twice leaves what it left once."""
    body = subject.body(before, {})
    if body is None:
        return
    request, first = subject.write(body, subject.read()[1])
    once = json_object(subject.read()[1])
    _, second = subject.write(body, subject.read()[1])
    read_request, read_response = subject.read()
    twice = json_object(read_response)
    subject.session.looked(ID, subject.writer, second)
    if not first.is_success or not second.is_success or once is None or twice is None:
        return
    for place in differences(once, twice, is_derived):
        yield subject.session.finding(
            f"{ID}/not-idempotent",
            subject.writer,
            f"the same PUT again changes {pointer_of(place)} (RFC 9110, section 9.2.2)",
            requests=(request, request, read_request),
            response=read_response,
            expected=shown(once.get(str(place[0]))),
            got=shown(twice.get(str(place[0]))),
        )
        return


CHECK = Check(
    id=ID,
    title="PUT replaces the whole item",
    why="A client that leaves a property out to clear it would never get rid of it.",
    good='PUT /cases/7 {"title": "B"} → 200; GET → {"id": "7", "title": "B"}',
    bad='PUT /cases/7 {"title": "B"} → 200; GET → {"id": "7", "title": "B", "note": "from before"}',
    run=_run,
    writes=True,
)
