"""The timestamp of the last change advances on every change.

Tested are ``date-time`` properties named like ``updated_at``, ``lastModified`` or ``date_changed`` that only the server
can set. An unchanged timestamp is reported only if a different value was read after the update, and if the timestamp
does not advance within a second, nor with another change after that. Timestamps without seconds are not judged.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from contracts.conformance.assertions.confirmation import confirmed
from contracts.conformance.assertions.equivalence import equivalent, parse_timestamp
from contracts.conformance.assertions.item_fields import ItemField, read_item_schema, update_timestamps
from contracts.conformance.assertions.items import CheckedItem, checked_items, display
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.messages import Request, Response

ID = "updated-at"
ATTEMPTS = 4
"""Maximum number of updates, some of which may be rejected."""

PAUSES = (0.2, 1.2)
"""Seconds to wait for a timestamp that did not advance: servers may update it later, or store whole seconds."""


def _run(session: Session) -> Iterator[Finding]:
    for subject in checked_items(session, ID):
        names = update_timestamps(subject.writer, subject.reader)
        if names:
            yield from confirmed(subject, partial(_check, names=names))


def _check(subject: CheckedItem, names: tuple[str, ...]) -> Iterator[Finding]:
    seen = subject.read()[1]
    original = before = subject.item(seen)
    if original is None or before is None:
        return
    reported = set[str]()
    for number in range(ATTEMPTS):
        change = _next_change(subject, before, number)
        if change is None:
            break
        field, value = change
        request, response = subject.write(subject.body(before, {field.name: value}), seen)
        subject.session.asserted(ID, subject.writer, response)
        if not response.is_success:
            continue  # another property may be accepted: this one may have to be unique, or refer to another item
        read_request, seen = subject.read()
        after = subject.item(seen)
        if after is None:
            break
        observations = [((request, read_request), seen, after), ((request,), response, subject.written(response) or {})]
        changed = not equivalent(before.get(field.name), after.get(field.name))
        for part, finding in _compare(subject, names, before, observations, changed):
            if part in reported or (part == "unmoved" and _moves_later(subject, names, number, seen)):
                subject.session.withdraw(finding)
                continue
            reported.add(part)
            yield finding
        before = after
    subject.restore(original, seen)


def _moves_later(subject: CheckedItem, names: tuple[str, ...], number: int, seen: Response) -> bool:
    """Whether a timestamp advances with a delay, or with a later change: it may have a precision of seconds."""
    before = subject.item(seen) or {}
    for pause in PAUSES:
        time.sleep(pause)
        now = subject.item(subject.read()[1]) or {}
        if any(now.get(name) != before.get(name) for name in names):
            return True
    if not any(_is_changed(subject, before, number + more, seen) for more in range(1, ATTEMPTS + 1)):
        return True
    now = subject.item(subject.read()[1]) or {}
    return any(now.get(name) != before.get(name) for name in names) or _stores_minutes(before, names)


def _is_changed(subject: CheckedItem, before: dict[str, Any], number: int, seen: Response) -> bool:
    """Change a property; return whether the update was accepted."""
    change = _next_change(subject, before, number)
    return change is not None and subject.write(subject.body(before, {change[0].name: change[1]}), seen)[1].is_success


def _stores_minutes(item: dict[str, Any], names: tuple[str, ...]) -> bool:
    """Whether the timestamps of an item have no seconds, so that they may not advance within the test."""
    found = [parse_timestamp(item.get(name)) for name in names]
    return any(one is not None and one.second == 0 and one.microsecond == 0 for one in found)


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
        _, _, item = observation
        for name in names:
            then, now = parse_timestamp(before.get(name)), parse_timestamp(item.get(name))
            if then is None or now is None:
                continue
            if (then - now).total_seconds() >= 1:
                yield "back", _finding(subject, "back", name, before, observation)
            elif then == now and changed:
                yield "unmoved", _finding(subject, "unmoved", name, before, observation)


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
