"""The timestamp of the last change advances on every change.

Tested are ``date-time`` properties named like ``updated_at``, ``lastModified`` or ``date_changed``. An unchanged
timestamp is reported only if a different value was read after the update, and if the timestamp is older than the test:
a server that stores minutes returns the same timestamp for two changes within a minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from contracts.conformance.assertions.equivalence import equivalent, parse_timestamp
from contracts.conformance.assertions.item_fields import ItemField, read_item_schema, update_timestamps
from contracts.conformance.assertions.items import CheckedItem, checked_items, display
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.messages import Request, Response

ID = "updated-at"
ROUNDS = 3
RECENT = 90.0
"""Seconds; a timestamp that is closer to the server's current time may come from a change by the test itself."""


def _run(session: Session) -> Iterator[Finding]:
    for subject in checked_items(session, ID):
        names = update_timestamps(subject.writer, subject.reader)
        if names:
            yield from _check(subject, names)


def _check(subject: CheckedItem, names: tuple[str, ...]) -> Iterator[Finding]:
    seen = subject.read()[1]
    original = before = subject.item(seen)
    if original is None or before is None:
        return
    reported = set[str]()
    for number in range(ROUNDS):
        change = _next_change(subject, before, number)
        if change is None:
            break
        field, value = change
        request, response = subject.write(subject.body(before, {field.name: value}), seen)
        subject.session.asserted(ID, subject.writer, response)
        if not response.is_success:
            break
        read_request, seen = subject.read()
        after = subject.item(seen)
        if after is None:
            break
        observations = [((request, read_request), seen, after), ((request,), response, subject.written(response) or {})]
        changed = not equivalent(before.get(field.name), after.get(field.name))
        for part, finding in _compare(subject, names, before, observations, changed):
            if part not in reported:
                reported.add(part)
                yield finding
        before = after
    subject.restore(original, seen)


def _next_change(subject: CheckedItem, current: dict[str, Any], number: int) -> tuple[ItemField, Any] | None:
    """Return the next property to change and its new value; the properties take turns."""
    turn = number % len(subject.fields)
    for field in [*subject.fields[turn:], *subject.fields[:turn]]:
        try:
            value = subject.different_value(field, current, number)
        except LookupError:
            continue
        if subject.body(current, {field.name: value}) is not None:
            return field, value
    return None


Observation = tuple[tuple[Request, ...], Response, dict[str, Any]]


def _compare(
    subject: CheckedItem, names: tuple[str, ...], before: dict[str, Any], observations: list[Observation], changed: bool
) -> Iterator[tuple[str, Finding]]:
    for observation in observations:
        _, response, item = observation
        for name in names:
            then, now = parse_timestamp(before.get(name)), parse_timestamp(item.get(name))
            if then is None or now is None:
                continue
            if (then - now).total_seconds() >= 1:
                yield "back", _finding(subject, "back", name, before, observation)
            elif then == now and changed and not _is_recent(then, response):
                yield "unmoved", _finding(subject, "unmoved", name, before, observation)


def _is_recent(timestamp: datetime, response: Response) -> bool:
    """Whether a timestamp is close to the server's ``Date`` (RFC 9110, section 6.6.1), or else to the local time.

    If so, nothing is reported.
    """
    try:
        present = parsedate_to_datetime(response.header("date") or "")
    except ValueError:
        present = datetime.now(UTC)
    present = present if present.tzinfo else present.replace(tzinfo=UTC)
    return abs((present - timestamp).total_seconds()) < RECENT


def _finding(subject: CheckedItem, part: str, name: str, before: dict[str, Any], observation: Observation) -> Finding:
    requests, response, item = observation
    how = "decreased" if part == "back" else "did not advance"
    known = read_item_schema(subject.reader)
    return subject.session.finding(
        f"{ID}/{part}",
        subject.writer,
        f"{name} {how} when {subject.writer.method} changed the item",
        requests=requests,
        response=response,
        expected=f"{name} later than {display(before[name])}",
        got=f"{name} {display(item[name])}",
        pointer=known.possible_properties[name].pointer if known else "",
    )


CHECK = Check(
    id=ID,
    title="updated_at advances on every change",
    why="Clients use it to find changed items: a change that does not advance it is never fetched.",
    good='GET → {"updated_at": "2026-03-15T17:02:11Z"}; PATCH {"title": "B"} → {"updated_at": "2026-03-15T17:03:00Z"}',
    bad='GET → {"updated_at": "2026-03-15T17:02:11Z"}; PATCH {"title": "B"} → {"updated_at": "2026-03-15T17:02:11Z"}',
    run=_run,
    sends=frozenset({Sends.UPDATE}),
)
