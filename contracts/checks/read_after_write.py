"""What an update answers is what the next reading shows: what was asked for, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.fields import Field, is_derived
from contracts.judging.items import Subject, json_object, shown, subjects
from contracts.judging.likeness import ABSENT, Place, alike, differences, pointer_of
from contracts.messages import Request, Response
from contracts.probe.session import Session

ID = "read-after-write"
FRESH = 6
"""Number of the id of an item that no other check writes."""

MOST_CHANGES = 8
TEXTS = (
    "Zażółć gęślą jaźń 日本語 😀",  # outside of ASCII, and outside of 16 bits
    'Fish & chips: "50 % off", isn\'t it?',  # what some escape, and then escape again
    "one after the other " * 14 + "and the last",  # longer than the columns of many tables
)
"""Texts that show whether what is sent comes back as it was."""

BEYOND_DOUBLES = 2**53 + 1
"""A whole number that floating-point numbers leave out."""

EMPTY: tuple[Any, ...] = ("", False, 0, [])
"""Values that say something, though they look like nothing."""

DIFFICULT: tuple[Any, ...] = ("", TEXTS[0], None, False, 0, [], TEXTS[1], TEXTS[2], BEYOND_DOUBLES)
"""Values that a server is likely to keep wrongly, or to take for none, the most telling first."""

LONGEST = 2000
"""Characters up to which the longest text that a schema takes is tried."""


@dataclass(frozen=True)
class Change:
    """One request for a change and what came of it.

    :param before: the item before it.
    :param answer: what the writing operation said of the item; ``None``: nothing.
    :param after: what the reading said then.
    """

    field: Field | None
    value: Any
    before: dict[str, Any]
    answer: dict[str, Any] | None
    after: dict[str, Any]
    requests: tuple[Request, Request]
    responses: tuple[Response, Response]


def _run(session: Session) -> Iterator[Finding]:
    for subject in subjects(session, ID, FRESH):
        yield from _subject(subject)


def _subject(subject: Subject) -> Iterator[Finding]:
    first, last = (subject.read()[1] for _ in range(2))
    before, again = json_object(first), json_object(last)
    if before is None or again is None:
        return
    unsteady = set(differences(before, again))
    current, told = again, set[str]()
    for field, value in _changes(subject, again):
        outcome = _change(subject, field, value, current, last)
        if isinstance(outcome, Finding):
            yield outcome
            break
        if outcome is None:
            continue
        for part, finding in _judged(subject, outcome, unsteady):
            if part not in told:
                told.add(part)
                yield finding
        current, last = outcome.after, outcome.responses[1]
    subject.restore(before, last)


def _changes(subject: Subject, current: dict[str, Any]) -> list[tuple[Field | None, Any]]:
    """What to ask for, one property at a time: another value of each, nothing at all, null, and difficult texts."""
    plain: list[tuple[Field | None, Any]] = []
    further: list[tuple[Field | None, Any]] = []
    for field in subject.fields:
        try:
            plain.append((field, subject.another(field, current)))
        except LookupError:
            continue
        further += [(field, value) for value in _difficult(field)]
    if subject.writer.method == "PATCH":
        plain.append((None, None))
    most = MOST_CHANGES // 2 if subject.session.plan.fast else MOST_CHANGES
    # One property for each such value, the most telling values first.
    by_value = {repr(value): (field, value) for field, value in reversed(further)}
    turns = [by_value[repr(value)] for value in DIFFICULT if repr(value) in by_value]
    filled = [pair for pair in by_value.values() if pair[1] not in DIFFICULT]
    return [*plain[:most], *[*turns, *filled][: most - 1]]


def _difficult(field: Field) -> Iterator[Any]:
    """Valid values that a server is likely to keep wrongly, or to take for none."""
    node = field.sent.resolve().node
    node = node if isinstance(node, dict) else {}
    longest = node.get("maxLength", 0)
    filled = "x" * longest if 0 < longest <= LONGEST else None
    for value in (*DIFFICULT, filled) if "format" not in node else ():
        if field.sent.request_validator.is_valid(value) and field.read.is_valid(value):
            yield value


def _change(
    subject: Subject, field: Field | None, value: Any, current: dict[str, Any], seen: Response
) -> Change | Finding | None:
    """Ask for a change and read the item; ``None`` where the change was refused or is yet to be made."""
    change = {field.name: value} if field else {}
    body = subject.body(current, change)
    if body is None:
        return None
    request, response = subject.write(body, seen)
    subject.session.looked(ID, subject.writer, response)
    if field is not None and 400 <= response.status < 500 and (more := subject.body(current, change, whole=True)):
        # Some refuse a property that comes alone, and take it beside others.
        request, response = subject.write(more, seen)
    if not response.is_success or response.status == 202:
        return None
    read_request, read_response = subject.read()
    subject.session.looked(ID, subject.reader, read_response)
    after = json_object(read_response)
    if after is None:
        return subject.session.finding(
            f"{ID}/unreadable",
            subject.reader,
            "an item cannot be read after a successful update",
            requests=(request, read_request),
            response=read_response,
            expected="a 2XX with the item",
            got=f"status {read_response.status}",
        )
    answer = json_object(response)
    return Change(field, value, current, answer, after, (request, read_request), (response, read_response))


def _judged(subject: Subject, change: Change, unsteady: set[Place]) -> Iterator[tuple[str, Finding]]:
    taken = True
    if change.field is not None:
        for part, finding in _taken(subject, change, change.field):
            taken = False
            yield part, finding
    name = change.field.name if change.field else ""
    if taken and change.answer is not None:
        known = subject.reader.resource.item.possible_properties if subject.reader.resource else {}
        shared = {key: value for key, value in change.after.items() if key in change.answer and key in known}
        answer = {key: change.answer[key] for key in shared}
        for place in differences(answer, shared, lambda place: place in unsteady):
            yield "differs", _differs(subject, change, place, answer, shared)
            break
    held = {field.name for field in subject.fields}
    sweeping = change.field is not None and not _is_text(change.value)

    def ignored(place: Place) -> bool:
        if not place:
            return False
        return place in unsteady or place[0] == name or (place[0] not in held and (sweeping or is_derived(place)))

    for place in differences(change.before, change.after, ignored):
        if not _may_change(place, change, held):
            yield "untouched", _touched(subject, change, place)
            break


def _is_text(value: Any) -> bool:
    """Whether a change is of words, on which no other property can hang, as it may on a status, a flag or an amount."""
    return isinstance(value, str) and " " in value


def _may_change(place: Place, change: Change, held: set[str]) -> bool:
    """Whether a server may well have changed by itself what no client can set: a moment, an amount, a longer list."""
    if place[0] in held:
        return False
    before, after = _at(change.before, place), _at(change.after, place)
    if before is ABSENT or isinstance(after, int | float) or isinstance(before, int | float):
        return True
    longer = isinstance(before, list) and isinstance(after, list) and len(after) > len(before)
    objects = isinstance(before, list) and all(isinstance(item, dict) for item in before)
    return longer or (isinstance(before, list) and not objects)


def _at(value: Any, place: Place) -> Any:
    for token in place:
        if isinstance(value, dict):
            value = value.get(str(token), ABSENT)
        elif isinstance(value, list) and isinstance(token, int) and token < len(value):
            value = value[token]
        else:
            return ABSENT
    return value


def _taken(subject: Subject, change: Change, field: Field) -> Iterator[tuple[str, Finding]]:
    name, value = field.name, change.value
    before = change.before.get(name, ABSENT)
    if change.answer is not None and name in change.answer and not _is_kept(value, change.answer[name], before):
        yield (
            "ignored",
            subject.session.finding(
                f"{ID}/ignored",
                subject.writer,
                f"the answer to a {subject.writer.method} does not show the {name} that was sent",
                requests=change.requests[:1],
                response=change.responses[0],
                expected=f"{name} {shown(value)}",
                got=f"{name} {shown(change.answer[name])}",
                pointer=field.sent.pointer,
            ),
        )
    now = change.after.get(name, ABSENT)
    missing = now is ABSENT and (value is None or name not in change.before)
    if not missing and not _is_kept(value, now, before):
        yield (
            "not-kept",
            subject.session.finding(
                f"{ID}/not-kept",
                subject.writer,
                f"the {name} that a {subject.writer.method} sent is not what is read then",
                requests=change.requests,
                response=change.responses[1],
                expected=f"{name} {shown(value)}",
                got="nothing" if now is ABSENT else f"{name} {shown(now)}",
                pointer=field.sent.pointer,
            ),
        )


def _is_kept(sent: Any, got: Any, before: Any) -> bool:
    """Whether a value was taken; of an empty one it is enough that something else is there than before."""
    if sent in EMPTY and not alike(sent, got):
        return before in EMPTY or before is ABSENT or not alike(before, got)
    return (sent is None and got is ABSENT) or alike(sent, got)


def _differs(subject: Subject, change: Change, place: Place, answer: Any, read: Any) -> Finding:
    one, other = _at(answer, place), _at(read, place)
    return subject.session.finding(
        f"{ID}/differs",
        subject.writer,
        f"what a {subject.writer.method} answered is not what is read then: {pointer_of(place)}",
        requests=change.requests,
        response=change.responses[1],
        expected="nothing" if one is ABSENT else f"{pointer_of(place)} {shown(one)}",
        got="nothing" if other is ABSENT else f"{pointer_of(place)} {shown(other)}",
    )


def _touched(subject: Subject, change: Change, place: Place) -> Finding:
    before, after = _at(change.before, place), _at(change.after, place)
    asked = f"that asked for another {change.field.name}" if change.field else "that asked for nothing"
    return subject.session.finding(
        f"{ID}/untouched",
        subject.writer,
        f"a {subject.writer.method} {asked} changed {pointer_of(place)}",
        requests=change.requests,
        response=change.responses[1],
        expected="nothing" if before is ABSENT else f"{pointer_of(place)} {shown(before)}",
        got="nothing" if after is ABSENT else f"{pointer_of(place)} {shown(after)}",
    )


CHECK = Check(
    id=ID,
    title="an update is what is read then",
    why="A client that shows what it has just saved must not show something else a moment later, and what it left "
    "alone must be left alone.",
    good='PATCH /cases/7 {"title": "B"} → 200 {"title": "B", "status": "open"}; GET /cases/7 → the same',
    bad='PATCH /cases/7 {"title": "B"} → 200 {"title": "B", "status": "open"}; GET /cases/7 → {"title": "A", …}',
    run=_run,
    writes=True,
)
