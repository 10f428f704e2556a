"""An update of several properties changes each of them, as it does one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.items import Subject, json_object, shown, subjects
from contracts.judging.likeness import alike
from contracts.messages import Request, Response
from contracts.probe.session import Session

ID = "multi-field-update"
FRESH = 7
"""Number of the id of an item that no other check writes."""

MOST = 4
"""Properties that are changed at once."""


def _run(session: Session) -> Iterator[Finding]:
    for subject in subjects(session, ID, FRESH):
        if subject.writer.method == "PATCH" and len(subject.fields) > 1:
            yield from _subject(subject)


def _subject(subject: Subject) -> Iterator[Finding]:
    before = json_object(subject.read()[1])
    if before is None:
        return
    wanted = _wanted(subject, before, 0)
    seen: Response | None = None
    if len(wanted) > 1 and (told := _asked(subject, before, wanted)) is not None:
        requests, seen, after = told
        lost = [name for name, value in wanted.items() if not alike(value, after.get(name))]
        if lost and len(lost) < len(wanted):
            yield from _judged(subject, wanted, lost, requests, seen)
    subject.restore(before, seen)


def _judged(
    subject: Subject, wanted: dict[str, Any], lost: list[str], requests: tuple[Request, ...], seen: Response
) -> Iterator[Finding]:
    """A breach where what was lost beside others is taken alone: else it may be no property that a client can set."""
    after = json_object(seen) or {}
    for name in lost:
        alone = _asked(subject, after, {name: wanted[name]})
        if alone is None or not alike(wanted[name], alone[2].get(name)):
            continue
        others = ", ".join(other for other in wanted if other != name)
        yield subject.session.finding(
            ID,
            subject.writer,
            f"a {subject.writer.method} of {name} beside {others} did not change {name}, which alone it does",
            requests=requests,
            response=seen,
            expected=f"{name} {shown(wanted[name])}",
            got=shown(after.get(name)),
        )
        return


def _wanted(subject: Subject, current: dict[str, Any], number: int) -> dict[str, Any]:
    """Another value for each of some properties."""
    wanted: dict[str, Any] = {}
    for field in subject.fields[:MOST]:
        try:
            wanted[field.name] = subject.another(field, current, number)
        except LookupError:
            continue
    return wanted


def _asked(
    subject: Subject, current: dict[str, Any], changes: dict[str, Any]
) -> tuple[tuple[Request, ...], Response, dict[str, Any]] | None:
    """Ask for changes and read the item; ``None`` where they were refused or are yet to be made."""
    body = subject.body(current, changes)
    if body is None:
        return None
    request, response = subject.write(body)
    subject.session.looked(ID, subject.writer, response)
    if not response.is_success or response.status == 202:
        return None
    read_request, read = subject.read()
    after = json_object(read)
    return None if after is None else ((request, read_request), read, after)


CHECK = Check(
    id=ID,
    title="an update of several properties changes each",
    why="A server that takes only the first property of an update, or the last, passes every test that sends one.",
    good='PATCH /cases/7 {"title": "B", "status": "closed"}; GET /cases/7 → 200 {"title": "B", "status": "closed"}',
    bad='PATCH /cases/7 {"title": "B", "status": "closed"}; GET /cases/7 → 200 {"title": "B", "status": "open"}',
    run=_run,
    writes=True,
)
