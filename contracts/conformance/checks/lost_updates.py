"""Consecutive updates of an item are all kept, and do not change other items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.equivalence import JsonPath, differences, display_path, equivalent, value_of
from contracts.conformance.assertions.item_fields import ItemField, is_derived, is_updated, keywords
from contracts.conformance.assertions.items import CheckedItem, checked_items, display
from contracts.conformance.assertions.probes import BUSY
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.messages import Request, Response

ID = "lost-updates"
ROUNDS = 10
FAST_ROUNDS = 5
READS = 2
OTHERS = 2
"""Number of other items that are read after updates."""

NEIGHBOR_ROUNDS = 3
"""Number of updates after which other items are read."""


@dataclass(frozen=True)
class Round:
    """Two consecutive updates.

    :param wanted: the values that both updates set.
    """

    wanted: dict[str, Any]
    requests: tuple[Request, ...]


def _run(session: Session) -> Iterator[Finding]:
    for subject in checked_items(session, ID):
        yield from _check(subject)


def _check(subject: CheckedItem) -> Iterator[Finding]:
    seen = subject.read()[1]
    original = subject.item(seen)
    if original is None:
        return
    others = list(neighbors(subject, original))[:OTHERS]
    current = original
    finding: Finding | None = None
    for number in range(FAST_ROUNDS if subject.session.plan.fast else ROUNDS):
        outcome = _round(subject, current, seen, number)
        if isinstance(outcome, Round):
            seen, read, finding = _check_reads(subject, outcome)
            current = read or current
            finding = finding or (_check_other_items(subject, outcome, others) if number < NEIGHBOR_ROUNDS else None)
        else:
            finding = outcome
        if finding is not None:
            break
    if finding is not None:
        yield finding
    subject.restore(original, seen)


def _round(subject: CheckedItem, current: dict[str, Any], seen: Response, number: int) -> Round | Finding | None:
    """Update two properties with two requests, or one property twice; return ``None`` if both are rejected."""
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
        if response.status >= 500 and response.status not in BUSY:
            return _failed(subject, request, response)
        if response.status == 202:
            return None
        if not response.is_success:
            continue
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
        item = subject.item(response)
        if item is None:
            break
        lost = [name for name, value in update.wanted.items() if name in item and not equivalent(value, item[name])]
        if len(lost) == len(update.wanted) > 1:
            return response, item, None  # nothing is stored, which read-after-write reports
        if lost and not _is_kept_alone(subject, item, response, lost[0]):
            return response, item, None  # it is never stored, which read-after-write reports
        if lost:
            return response, item, _lost(subject, update, request, response, lost[0])
    return response, item, None


def _is_kept_alone(subject: CheckedItem, item: dict[str, Any], seen: Response, name: str) -> bool:
    """Whether a property is stored by a single update; if that cannot be tried, it counts as stored."""
    field = next(one for one in subject.fields if one.name == name)
    try:
        value = subject.different_value(field, item, ROUNDS)
    except LookupError:
        return True
    body = subject.body(item, {name: value})
    if body is None or not subject.write(body, seen)[1].is_success:
        return True
    now = subject.item(subject.read()[1])
    return now is None or name not in now or equivalent(value, now[name])


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
        got=f"{name} {display((subject.item(response) or {}).get(name))}",
    )


# ---------------------------------------------------------------------- other items


@dataclass(frozen=True)
class Neighbor:
    """Another item of the same collection, as it was before an update.

    :param unstable: what differs between two reads although nothing was written.
    """

    request: Request
    item: dict[str, Any]
    unstable: frozenset[JsonPath]


def neighbors(subject: CheckedItem, original: dict[str, Any]) -> Iterator[Neighbor]:
    """Yield other items of the collection, first one that resembles the item: it may have the same owner or state."""
    items = subject.session.items
    twin = items.twin(subject.reader, _shared(subject, original))
    others = items.others(subject.reader, subject.values, OTHERS)
    for values in ([twin] if twin is not None else []) + [one for one in others if one != twin]:
        request = subject.session.request(subject.reader, values=values)
        one, two = (subject.item(subject.session.send(request)) for _ in range(2))
        if one is not None and two is not None:
            yield Neighbor(request, two, frozenset(differences(one, two)))


def _shared(subject: CheckedItem, item: dict[str, Any]) -> dict[str, Any]:
    """Return the values that several items may have in common: those of an ``enum``, booleans and numbers."""
    return {
        field.name: item[field.name]
        for field in subject.fields
        if field.name in item and (isinstance(item[field.name], bool | int) or "enum" in keywords(field.sent))
    }


def _check_other_items(subject: CheckedItem, update: Round, others: list[Neighbor]) -> Finding | None:
    """Find an item that an update of another item has changed."""
    for other in others:
        response = subject.session.send(other.request)
        subject.session.asserted(ID, subject.reader, response)
        now = subject.item(response)
        path = _changed(other, now) if now is not None else None
        if path is not None or now is None:
            return _leak(subject, update, other, response, path)
    return None


def _changed(other: Neighbor, now: dict[str, Any]) -> JsonPath | None:
    return next(differences(other.item, now, lambda path: _may_differ(path, other)), None)


def _may_differ(path: JsonPath, other: Neighbor) -> bool:
    """Whether a property of an item may change although it was not updated: it changes by itself, or is computed."""
    return path in other.unstable or (is_derived(path) and not (path and is_updated(str(path[-1]))))


def _leak(subject: CheckedItem, update: Round, other: Neighbor, response: Response, path: JsonPath | None) -> Finding:
    name = display_path(path) if path else "the whole item"
    before, now = value_of(other.item, path or ()), value_of(subject.item(response), path or ())
    return subject.session.finding(
        f"{ID}/other-item",
        subject.writer,
        f"an update of one item changed {name} of another item",
        requests=(other.request, *update.requests, other.request),
        response=response,
        expected=f"{name} {display(before)}" if path else "2XX with the item",
        got=f"{name} {display(now)}" if path else f"status {response.status}",
    )


CHECK = Check(
    id=ID,
    title="consecutive updates are kept and do not change other items",
    why="Two users who change different properties of an item must not lose a change without an error.",
    good='PATCH {"title": "B"}; PATCH {"status": "closed"}; GET → {"title": "B", "status": "closed"}',
    bad='PATCH {"title": "B"}; PATCH {"status": "closed"}; GET → {"title": "A", "status": "closed"}',
    run=_run,
    sends=frozenset({Sends.UPDATE}),
)
