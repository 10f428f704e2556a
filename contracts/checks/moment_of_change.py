"""The moment of the last change moves on with each change and never back.

A property counts if it is a ``date-time`` whose name says no more than that: ``updated_at``, ``lastModified``,
``date_changed``. That it moves is asked for only where another value was read after an update than before it, and where
the moment from before is not that of the test itself: a server that keeps time to the minute writes the same text for
two changes within a minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.fields import Field, answered, change_moments
from contracts.judging.items import Subject, json_object, shown, subjects
from contracts.judging.likeness import alike, moment_of
from contracts.messages import Request, Response
from contracts.probe.session import Session

ID = "updated-at"
FRESH = 5
"""Number of the id of an item that no other check writes."""

ROUNDS = 3
RECENT = 90.0
"""Seconds: a moment that lies nearer to the server's present may be that of a change which the test itself made."""


def _run(session: Session) -> Iterator[Finding]:
    for subject in subjects(session, ID, FRESH):
        names = change_moments(answered(subject.reader))
        if names:
            yield from _subject(subject, names)


def _subject(subject: Subject, names: tuple[str, ...]) -> Iterator[Finding]:
    seen = subject.read()[1]
    original = before = json_object(seen)
    if original is None or before is None:
        return
    told = set[str]()
    for number in range(ROUNDS):
        change = _next(subject, before, number)
        if change is None:
            break
        field, value = change
        request, response = subject.write(subject.body(before, {field.name: value}), seen)
        subject.session.looked(ID, subject.writer, response)
        if not response.is_success:
            break
        read_request, seen = subject.read()
        after = json_object(seen)
        if after is None:
            break
        looks = [((request, read_request), seen, after), ((request,), response, json_object(response) or {})]
        changed = not alike(before.get(field.name), after.get(field.name))
        for part, finding in _judged(subject, names, before, looks, changed):
            if part not in told:
                told.add(part)
                yield finding
        before = after
    subject.restore(original, seen)


def _next(subject: Subject, current: dict[str, Any], number: int) -> tuple[Field, Any] | None:
    """The next change to ask for: each property in its turn."""
    turn = number % len(subject.fields)
    for field in [*subject.fields[turn:], *subject.fields[:turn]]:
        try:
            value = subject.another(field, current, number)
        except LookupError:
            continue
        if subject.body(current, {field.name: value}) is not None:
            return field, value
    return None


Look = tuple[tuple[Request, ...], Response, dict[str, Any]]


def _judged(
    subject: Subject, names: tuple[str, ...], before: dict[str, Any], looks: list[Look], changed: bool
) -> Iterator[tuple[str, Finding]]:
    for look in looks:
        _, response, item = look
        for name in names:
            then, now = moment_of(before.get(name)), moment_of(item.get(name))
            if then is None or now is None:
                continue
            if (then - now).total_seconds() >= 1:
                yield "back", _finding(subject, "back", name, before, look)
            elif then == now and changed and not _is_recent(then, response):
                yield "unmoved", _finding(subject, "unmoved", name, before, look)


def _is_recent(moment: datetime, response: Response) -> bool:
    """Whether a moment is the server's present, by its ``Date`` (RFC 9110, section 6.6.1), or, without one, by ours.

    This is only ever a reason to withhold a judgement.
    """
    try:
        present = parsedate_to_datetime(response.header("date") or "")
    except ValueError:
        present = datetime.now(UTC)
    present = present if present.tzinfo else present.replace(tzinfo=UTC)
    return abs((present - moment).total_seconds()) < RECENT


def _finding(subject: Subject, part: str, name: str, before: dict[str, Any], look: Look) -> Finding:
    requests, response, item = look
    how = "moved back" if part == "back" else "did not move"
    known = answered(subject.reader)
    return subject.session.finding(
        f"{ID}/{part}",
        subject.writer,
        f"{name} {how} with a {subject.writer.method} that changed the item",
        requests=requests,
        response=response,
        expected=f"{name} later than {shown(before[name])}",
        got=f"{name} {shown(item[name])}",
        pointer=known.possible_properties[name].pointer if known else "",
    )


CHECK = Check(
    id=ID,
    title="the moment of the last change moves on",
    why="Clients find what is new by it: a change that leaves it alone is never fetched.",
    good='GET → {"updated_at": "2026-03-15T17:02:11Z"}; PATCH {"title": "B"} → {"updated_at": "2026-03-15T17:03:00Z"}',
    bad='GET → {"updated_at": "2026-03-15T17:02:11Z"}; PATCH {"title": "B"} → {"updated_at": "2026-03-15T17:02:11Z"}',
    run=_run,
    writes=True,
)
