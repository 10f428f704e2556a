"""Consecutive updates of an item are all kept, and do not change other items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.equivalence import ABSENT, equivalent
from contracts.conformance.assertions.item_fields import ItemField
from contracts.conformance.assertions.items import CheckedItem, checked_items, display, json_object, path_values
from contracts.conformance.checks.check import Check
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.messages import Request, Response

ID = "lost-updates"
FRESH = 4
"""Number of the id of an item that no other check updates."""

ROUNDS = 10
FAST_ROUNDS = 5
READS = 2
OTHERS = 3
"""Number of ids that are tried to find another item."""


@dataclass(frozen=True)
class Round:
    """Two consecutive updates.

    :param wanted: the values that both updates set.
    """

    wanted: dict[str, Any]
    requests: tuple[Request, ...]


def _run(session: Session) -> Iterator[Finding]:
    for subject in checked_items(session, ID, FRESH):
        yield from _check(subject)


def _check(subject: CheckedItem) -> Iterator[Finding]:
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
            seen, read, finding = _check_reads(subject, outcome)
            current = read or current
        else:
            finding = outcome
        if finding is not None or not isinstance(outcome, Round):
            break
    if finding is not None:
        yield finding
    elif other is not None:
        yield from _check_other_item(subject, other, original, current)
    subject.restore(original, seen)


def _round(subject: CheckedItem, current: dict[str, Any], seen: Response, number: int) -> Round | Finding | None:
    """Update two properties with two requests, or one property twice; return ``None`` if an update is rejected."""
    wanted: dict[str, Any] = {}
    requests: list[Request] = []
    for field in _pair(subject, number):
        now = {**current, **wanted}
        try:
            value = subject.different_value(field, now, number)
        except LookupError:
            continue
        body = subject.body(now, {field.name: value})
        if body is None:
            continue
        request, response = subject.write(body, seen)
        subject.session.asserted(ID, subject.writer, response)
        requests.append(request)
        if response.status >= 500:
            return _failed(subject, request, response)
        if not response.is_success or response.status == 202:
            return None
        wanted[field.name] = value
        seen = response if response.header("etag") else seen
    return Round(wanted, tuple(requests)) if wanted else None


def _pair(subject: CheckedItem, number: int) -> list[ItemField]:
    """Return two properties, different ones in each round; if there is only one property, return it twice."""
    fields = subject.fields
    return [fields[number % len(fields)], fields[(number + 1) % len(fields)]]


def _check_reads(subject: CheckedItem, update: Round) -> tuple[Response, dict[str, Any] | None, Finding | None]:
    item: dict[str, Any] | None = None
    for _ in range(READS):
        request, response = subject.read()
        subject.session.asserted(ID, subject.reader, response)
        item = json_object(response)
        if item is None:
            break
        for name, value in update.wanted.items():
            if name in item and not equivalent(value, item[name]):
                return response, item, _lost(subject, update, request, response, name)
    return response, item, None


def _failed(subject: CheckedItem, request: Request, response: Response) -> Finding:
    return subject.session.finding(
        f"{ID}/failed",
        subject.writer,
        f"one of several valid {subject.writer.method} requests failed",
        requests=(request,),
        response=response,
        expected="2XX",
        got=f"status {response.status}",
    )


def _lost(subject: CheckedItem, update: Round, request: Request, response: Response, name: str) -> Finding:
    return subject.session.finding(
        f"{ID}/lost",
        subject.writer,
        f"of two consecutive updates, the change of {name} was lost",
        requests=(*update.requests, request),
        response=response,
        expected=f"{name} {display(update.wanted[name])}",
        got=f"{name} {display(response.json[name])}",
    )


# ---------------------------------------------------------------------- other items


@dataclass(frozen=True)
class Other:
    """Another item, as it was before the updates."""

    request: Request
    item: dict[str, Any]


def _other(subject: CheckedItem, item: dict[str, Any]) -> Other | None:
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


def _check_other_item(
    subject: CheckedItem, other: Other, original: dict[str, Any], last: dict[str, Any]
) -> Iterator[Finding]:
    """Find a property of another item that got the new value."""
    response = subject.session.send(other.request)
    subject.session.asserted(ID, subject.reader, response)
    now = json_object(response)
    for name in [field.name for field in subject.fields] if now is not None else []:
        value = now.get(name, ABSENT) if now else ABSENT
        if name in last and equivalent(last[name], value) and not equivalent(other.item.get(name, ABSENT), value):
            yield subject.session.finding(
                f"{ID}/other-item",
                subject.writer,
                f"an update of one item changed {name} of another item",
                requests=(other.request, *_last_write(subject, original, last, name), other.request),
                response=response,
                expected=f"{name} {display(other.item.get(name))}",
                got=f"{name} {display(value)}",
            )
            return


def _last_write(subject: CheckedItem, original: dict[str, Any], last: dict[str, Any], name: str) -> Iterator[Request]:
    body = subject.body(original, {name: last[name]})
    if body is not None:
        yield subject.session.request(subject.writer, values=subject.values, body=body)


CHECK = Check(
    id=ID,
    title="consecutive updates are kept and do not change other items",
    why="Two users who change different properties of an item must not lose a change without an error.",
    good='PATCH {"title": "B"}; PATCH {"status": "closed"}; GET → {"title": "B", "status": "closed"}',
    bad='PATCH {"title": "B"}; PATCH {"status": "closed"}; GET → {"title": "A", "status": "closed"}',
    run=_run,
    writes=True,
)
