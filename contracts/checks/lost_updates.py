"""Two updates one after the other both survive, each reading afterwards shows both, and other items keep theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.fields import Field
from contracts.judging.items import Subject, json_object, path_values, shown, subjects
from contracts.judging.likeness import ABSENT, alike
from contracts.messages import Request, Response
from contracts.probe.session import Session

ID = "lost-updates"
FRESH = 4
"""Number of the id of an item that no other check writes."""

ROUNDS = 10
FAST_ROUNDS = 5
READINGS = 2
OTHERS = 3
"""Ids that are tried for another item."""


@dataclass(frozen=True)
class Round:
    """Two updates and what they asked for together."""

    wanted: dict[str, Any]
    requests: tuple[Request, ...]


def _run(session: Session) -> Iterator[Finding]:
    for subject in subjects(session, ID, FRESH):
        yield from _subject(subject)


def _subject(subject: Subject) -> Iterator[Finding]:
    seen = subject.read()[1]
    original = json_object(seen)
    if original is None:
        return
    other = _other(subject, original)
    current = original
    finding: Finding | None = None
    for number in range(FAST_ROUNDS if subject.session.plan.fast else ROUNDS):
        outcome = _round(subject, current, seen, number)
        if isinstance(outcome, Round):
            seen, read, finding = _readings(subject, outcome)
            current = read or current
        else:
            finding = outcome
        if finding is not None or not isinstance(outcome, Round):
            break
    if finding is not None:
        yield finding
    elif other is not None:
        yield from _bled(subject, other, original, current)
    subject.restore(original, seen)


def _round(subject: Subject, current: dict[str, Any], seen: Response, number: int) -> Round | Finding | None:
    """Change two properties by two requests, or one twice; ``None`` where that is refused."""
    wanted: dict[str, Any] = {}
    requests: list[Request] = []
    for field in _pair(subject, number):
        now = {**current, **wanted}
        try:
            value = subject.another(field, now, number)
        except LookupError:
            continue
        body = subject.body(now, {field.name: value})
        if body is None:
            continue
        request, response = subject.write(body, seen)
        subject.session.looked(ID, subject.writer, response)
        requests.append(request)
        if response.status >= 500:
            return _failed(subject, request, response)
        if not response.is_success or response.status == 202:
            return None
        wanted[field.name] = value
        seen = response if response.header("etag") else seen
    return Round(wanted, tuple(requests)) if wanted else None


def _pair(subject: Subject, number: int) -> list[Field]:
    """Two properties, other ones in each round; the same one twice where there is one only."""
    fields = subject.fields
    return [fields[number % len(fields)], fields[(number + 1) % len(fields)]]


def _readings(subject: Subject, asked: Round) -> tuple[Response, dict[str, Any] | None, Finding | None]:
    item: dict[str, Any] | None = None
    for _ in range(READINGS):
        request, response = subject.read()
        subject.session.looked(ID, subject.reader, response)
        item = json_object(response)
        if item is None:
            break
        for name, value in asked.wanted.items():
            if name in item and not alike(value, item[name]):
                return response, item, _lost(subject, asked, request, response, name)
    return response, item, None


def _failed(subject: Subject, request: Request, response: Response) -> Finding:
    return subject.session.finding(
        f"{ID}/failed",
        subject.writer,
        f"a valid {subject.writer.method} failed, one of several alike",
        requests=(request,),
        response=response,
        expected="a 2XX",
        got=f"status {response.status}",
    )


def _lost(subject: Subject, asked: Round, request: Request, response: Response, name: str) -> Finding:
    return subject.session.finding(
        f"{ID}/lost",
        subject.writer,
        f"of two updates one after the other, what one did to {name} is not there",
        requests=(*asked.requests, request),
        response=response,
        expected=f"{name} {shown(asked.wanted[name])}",
        got=f"{name} {shown(response.json[name])}",
    )


# ---------------------------------------------------------------------- other items


@dataclass(frozen=True)
class Other:
    """Another item, as it was before the updates."""

    request: Request
    item: dict[str, Any]


def _other(subject: Subject, item: dict[str, Any]) -> Other | None:
    own = subject.reader.resource.id_field if subject.reader.resource else ""
    for number in range(1, OTHERS + 1):
        values = path_values(subject.session, subject.reader, number)
        if values is None or values == subject.values:
            continue
        request = subject.session.request(subject.reader, values=values)
        found = json_object(subject.session.send(request))
        if found is not None and own and found.get(own) != item.get(own):
            return Other(request, found)
    return None


def _bled(subject: Subject, other: Other, original: dict[str, Any], last: dict[str, Any]) -> Iterator[Finding]:
    """Find what of the updates went to another item: a property that has the new value there, and had not."""
    response = subject.session.send(other.request)
    subject.session.looked(ID, subject.reader, response)
    now = json_object(response)
    for name in [field.name for field in subject.fields] if now is not None else []:
        value = now.get(name, ABSENT) if now else ABSENT
        if name in last and alike(last[name], value) and not alike(other.item.get(name, ABSENT), value):
            yield subject.session.finding(
                f"{ID}/other-item",
                subject.writer,
                f"an update of one item changed {name} of another",
                requests=(other.request, *_last_write(subject, original, last, name), other.request),
                response=response,
                expected=f"{name} {shown(other.item.get(name))}",
                got=f"{name} {shown(value)}",
            )
            return


def _last_write(subject: Subject, original: dict[str, Any], last: dict[str, Any], name: str) -> Iterator[Request]:
    body = subject.body(original, {name: last[name]})
    if body is not None:
        yield subject.session.request(subject.writer, values=subject.values, body=body)


CHECK = Check(
    id=ID,
    title="no update is lost, and none reaches another item",
    why="Two people who change different things of one item both believe that their change was saved.",
    good='PATCH {"title": "B"}; PATCH {"status": "closed"}; GET → {"title": "B", "status": "closed"}',
    bad='PATCH {"title": "B"}; PATCH {"status": "closed"}; GET → {"title": "A", "status": "closed"}',
    run=_run,
    writes=True,
)
