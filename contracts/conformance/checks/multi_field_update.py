"""An update of several properties changes all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.conformance.assertions.confirmation import confirmed
from contracts.conformance.assertions.equivalence import equivalent
from contracts.conformance.assertions.items import CheckedItem, checked_items, display
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.messages import Request, Response

ID = "multi-field-update"
MAX_PROPERTIES = 4
"""Maximum number of properties in one update."""


def _run(session: Session) -> Iterator[Finding]:
    for subject in checked_items(session, ID):
        if subject.writer.method == "PATCH" and len(subject.fields) > 1:
            yield from confirmed(subject, _check)


def _check(subject: CheckedItem) -> Iterator[Finding]:
    before = subject.item(subject.read()[1])
    if before is None:
        return
    wanted = _wanted(subject, before, 0)
    seen: Response | None = None
    if len(wanted) > 1 and (result := _update(subject, before, wanted)) is not None:
        requests, seen, after = result
        unchanged = [name for name, value in wanted.items() if not equivalent(value, after.get(name))]
        if unchanged and len(unchanged) < len(wanted):
            yield from _compare_with_single(subject, wanted, unchanged, requests, seen)
    subject.restore(before, seen)


def _compare_with_single(
    subject: CheckedItem, wanted: dict[str, Any], unchanged: list[str], requests: tuple[Request, ...], seen: Response
) -> Iterator[Finding]:
    """Report a property that is changed only if sent alone; otherwise clients may be unable to set it at all."""
    after = subject.item(seen) or {}
    for name in unchanged:
        alone = _update(subject, after, {name: wanted[name]})
        if alone is None or not equivalent(wanted[name], alone[2].get(name)):
            continue
        others = ", ".join(other for other in wanted if other != name)
        yield subject.session.finding(
            ID,
            subject.writer,
            f"{subject.writer.method} of {name} together with {others} did not change {name}; {name} alone does",
            requests=requests,
            response=seen,
            expected=f"{name} {display(wanted[name])}",
            got=display(after.get(name)),
        )
        return


def _wanted(subject: CheckedItem, current: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a different value for each of some properties."""
    wanted: dict[str, Any] = {}
    for field in subject.fields[:MAX_PROPERTIES]:
        try:
            wanted[field.name] = subject.different_value(field, current, number)
        except LookupError:
            continue
    return wanted


def _update(
    subject: CheckedItem, current: dict[str, Any], changes: dict[str, Any]
) -> tuple[tuple[Request, ...], Response, dict[str, Any]] | None:
    """Update and read the item; return ``None`` if the update was rejected or only accepted (202)."""
    body = subject.body(current, changes)
    if body is None:
        return None
    request, response = subject.write(body)
    subject.session.asserted(ID, subject.writer, response)
    if not response.is_success or response.status == 202:
        return None
    read_request, read = subject.read()
    after = subject.item(read)
    return None if after is None else ((request, read_request), read, after)


CHECK = Check(
    id=ID,
    title="an update of several properties changes all of them",
    why="A server that stores only one property of an update passes all tests that send a single property.",
    good='PATCH /cases/7 {"title": "B", "status": "closed"}; GET /cases/7 → 200 {"title": "B", "status": "closed"}',
    bad='PATCH /cases/7 {"title": "B", "status": "closed"}; GET /cases/7 → 200 {"title": "B", "status": "open"}',
    run=_run,
    sends=frozenset({Sends.UPDATE}),
)
