"""A read after an update returns the updated values, and no other property has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.confirmation import confirmed
from contracts.conformance.assertions.equivalence import (
    ABSENT,
    JsonPath,
    differences,
    display_path,
    equivalent,
    value_of,
)
from contracts.conformance.assertions.item_fields import ItemField, is_derived, keywords
from contracts.conformance.assertions.items import CheckedItem, checked_items, display
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.request_builder import body_media
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.generation.media_types import essence
from contracts.messages import Request, Response
from contracts.spec.names import words
from contracts.spec.shapes import core

ID = "read-after-write"
MAX_CHANGES = 8
MAX_REMOVALS = 2
STRINGS = (
    "Zażółć gęślą jaźń 日本語 😀",  # not ASCII, and beyond 16 bits
    'Fish & chips: "50 % off", isn\'t it?',  # characters that are often escaped twice
    "one after the other " * 14 + "and the last",  # longer than many database columns
)
"""Strings that are often stored incorrectly."""

BEYOND_DOUBLES = 2**53 + 1
"""An integer that a double cannot represent."""

OTHER_OFFSET = "2031-05-06T07:08:09+05:30"
"""A date-time that servers return wrongly if they drop its offset; in the future, as some times must be."""

EMPTY: tuple[Any, ...] = ("", False, 0, [])
"""Values that are often confused with missing values."""

DIFFICULT: tuple[Any, ...] = ("", STRINGS[0], None, False, 0, [], STRINGS[1], STRINGS[2], BEYOND_DOUBLES)
"""Values that are often stored incorrectly or confused with missing values, the most revealing first."""

_ORDER = (*DIFFICULT[:3], OTHER_OFFSET, *DIFFICULT[3:])

MERGE_PATCH = "application/merge-patch+json"

MAX_LENGTH = 2000
"""Maximum length of a string that uses the whole ``maxLength``."""


@dataclass(frozen=True)
class PropertyUpdate:
    """An update and its result.

    :param field: the changed property; ``None`` for an empty update.
    :param before: the item before the update.
    :param returned: the item in the response to the update; ``None`` if the response has no item.
    :param after: the item as read after the update.
    """

    field: ItemField | None
    value: Any
    before: dict[str, Any]
    returned: dict[str, Any] | None
    after: dict[str, Any]
    requests: tuple[Request, Request]
    responses: tuple[Response, Response]


def _run(session: Session) -> Iterator[Finding]:
    for subject in checked_items(session, ID):
        yield from confirmed(subject, _check)


def _check(subject: CheckedItem) -> Iterator[Finding]:
    first, last = (subject.read()[1] for _ in range(2))
    before, again = subject.item(first), subject.item(last)
    if before is None or again is None:
        return
    unstable = set(differences(before, again))
    current, reported = again, set[str]()
    for field, value in _changes(subject, again):
        outcome = _change(subject, field, value, current, last)
        if isinstance(outcome, Finding):
            yield outcome
            break
        if outcome is None:
            continue
        for part, finding in _compare(subject, outcome, unstable):
            if part not in reported:
                reported.add(part)
                yield finding
        current, last = outcome.after, outcome.responses[1]
    subject.restore(before, last)


def _changes(subject: CheckedItem, current: dict[str, Any]) -> list[tuple[ItemField | None, Any]]:
    """Return updates of one property each: a different value, removal, an empty update, then difficult values."""
    plain: list[tuple[ItemField | None, Any]] = []
    further: list[tuple[ItemField | None, Any]] = []
    removals: list[tuple[ItemField | None, Any]] = []
    for field in subject.fields:
        try:
            plain.append((field, subject.different_value(field, current)))
        except LookupError:
            continue
        further += [(field, value) for value in _difficult(field)]
        if _null_removes(subject, field):
            removals.append((field, None))
    if subject.writer.method == "PATCH":
        plain.append((None, None))
    max_changes = MAX_CHANGES // 2 if subject.session.plan.fast else MAX_CHANGES
    # One property for each difficult value, the most revealing values first.
    by_value = {repr(value): (field, value) for field, value in reversed(further)}
    ordered = [by_value[repr(value)] for value in _ORDER if repr(value) in by_value]
    filled = [pair for pair in by_value.values() if pair[1] not in _ORDER]
    return [*plain[:max_changes], *removals[:MAX_REMOVALS], *[*ordered, *filled][:max_changes]]


def _difficult(field: ItemField) -> Iterator[Any]:
    """Yield valid values that are often stored incorrectly or confused with missing values."""
    node = core(field.sent).node
    node = node if isinstance(node, dict) else {}
    longest = node.get("maxLength", 0)
    filled = "x" * longest if 0 < longest <= MAX_LENGTH else None
    values = (*DIFFICULT, filled) if "format" not in node else ()
    for value in (OTHER_OFFSET,) if node.get("format") == "date-time" else values:
        if field.sent.request_validator.is_valid(value) and field.read.is_valid(value):
            yield value


def _null_removes(subject: CheckedItem, field: ItemField) -> bool:
    """Whether null removes a property: in a JSON Merge Patch that may contain it (RFC 7396, section 1)."""
    media = body_media(subject.writer)
    is_merge_patch = media is not None and essence(media.name) == MERGE_PATCH
    return is_merge_patch and field.sent.request_validator.is_valid(None) and not field.read.is_valid(None)


def _change(
    subject: CheckedItem, field: ItemField | None, value: Any, current: dict[str, Any], seen: Response
) -> PropertyUpdate | Finding | None:
    """Update and read the item; return ``None`` if the update was rejected or only accepted (202)."""
    change = {field.name: value} if field else {}
    body = subject.body(current, change)
    if body is None:
        return None
    request, response = subject.write(body, seen)
    subject.session.asserted(ID, subject.writer, response)
    if field is not None and 400 <= response.status < 500 and (more := subject.body(current, change, whole=True)):
        # Some servers reject a single property but accept the whole item.
        request, response = subject.write(more, seen)
    if not response.is_success or response.status == 202:
        return None
    read_request, read_response = subject.read()
    subject.session.asserted(ID, subject.reader, read_response)
    after = subject.item(read_response)
    if after is None:
        return subject.session.finding(
            f"{ID}/unreadable",
            subject.reader,
            "the item cannot be read after a successful update",
            requests=(request, read_request),
            response=read_response,
            expected="2XX with the item",
            got=f"status {read_response.status}",
        )
    returned = subject.written(response)
    return PropertyUpdate(field, value, current, returned, after, (request, read_request), (response, read_response))


def _compare(subject: CheckedItem, change: PropertyUpdate, unstable: set[JsonPath]) -> Iterator[tuple[str, Finding]]:
    is_stored = True
    if change.field is not None:
        for part, finding in _check_stored(subject, change, change.field):
            is_stored = False
            yield part, finding
    name = change.field.name if change.field else ""
    if is_stored and change.returned is not None:
        known = subject.reader.resource.item.possible_properties if subject.reader.resource else {}
        shared = {key: value for key, value in change.after.items() if key in change.returned and key in known}
        returned = {key: change.returned[key] for key in shared}
        for path in differences(returned, shared, lambda path: path in unstable):
            yield "differs", _differs_finding(subject, change, path, returned, shared)
            break
    client_fields = {field.name for field in subject.fields}
    may_affect_others = change.field is not None and (
        not _is_prose(change.value) or bool(KINDS.intersection(words(change.field.name)[-1:]))
    )

    def ignored(path: JsonPath) -> bool:
        if not path:
            return False
        return (
            path in unstable
            or path[0] == name
            or (path[0] not in client_fields and (may_affect_others or is_derived(path)))
        )

    for path in differences(change.before, change.after, ignored):
        if not _may_change(path, change, client_fields):
            yield "untouched", _changed_finding(subject, change, path)
            break


KINDS = frozenset({"type", "kind", "status", "state", "category", "mode", "format"})
"""Last words of the names of properties on which others depend, whatever their values are."""


def _is_prose(value: Any) -> bool:
    """Whether a value is prose, on which no other property depends, unlike a status, a flag or a number."""
    return isinstance(value, str) and " " in value


def _may_change(path: JsonPath, change: PropertyUpdate, client_fields: set[str]) -> bool:
    """Whether a server may have changed a property: a timestamp, a number, a longer list that clients cannot set."""
    if change.field is not None and len(path) > 1 and path[-1] == change.field.name:
        return True  # a copy of the changed property
    if path[0] in client_fields and not is_derived(path):
        return False
    before, after = value_of(change.before, path), value_of(change.after, path)
    if before is ABSENT or isinstance(after, int | float) or isinstance(before, int | float):
        return True
    longer = isinstance(before, list) and isinstance(after, list) and len(after) > len(before)
    objects = isinstance(before, list) and all(isinstance(item, dict) for item in before)
    return longer or (isinstance(before, list) and not objects)


def _check_stored(subject: CheckedItem, change: PropertyUpdate, field: ItemField) -> Iterator[tuple[str, Finding]]:
    name, value = field.name, change.value
    before = change.before.get(name, ABSENT)
    if (
        change.returned is not None
        and name in change.returned
        and not _is_kept(field, value, change.returned[name], before)
    ):
        yield (
            "ignored",
            subject.session.finding(
                f"{ID}/ignored",
                subject.writer,
                f"the response to {subject.writer.method} does not contain the {name} that was sent",
                requests=change.requests[:1],
                response=change.responses[0],
                expected=f"{name} {display(value)}",
                got=f"{name} {display(change.returned[name])}",
                pointer=field.sent.pointer,
            ),
        )
    now = change.after.get(name, ABSENT)
    missing = now is ABSENT and (value is None or name not in change.before)
    if not missing and not _is_kept(field, value, now, before):
        yield (
            "not-kept",
            subject.session.finding(
                f"{ID}/not-kept",
                subject.writer,
                f"a read after {subject.writer.method} does not return the {name} that was sent",
                requests=change.requests,
                response=change.responses[1],
                expected=f"{name} {display(value)}",
                got="no such property" if now is ABSENT else f"{name} {display(now)}",
                pointer=field.sent.pointer,
            ),
        )


def _is_kept(field: ItemField, sent: Any, got: Any, before: Any) -> bool:
    """Whether a value was stored; for an empty value, or one that removes the property, any change is enough."""
    if sent is None and not field.read.is_valid(None):
        default = keywords(field.read).get("default", ABSENT)
        return before in (*EMPTY, ABSENT, default) or not equivalent(before, got)
    if sent in EMPTY and not equivalent(sent, got):
        return before in EMPTY or before is ABSENT or not equivalent(before, got)
    return (sent is None and got is ABSENT) or equivalent(sent, got)


def _differs_finding(subject: CheckedItem, change: PropertyUpdate, path: JsonPath, returned: Any, read: Any) -> Finding:
    one, other = value_of(returned, path), value_of(read, path)
    return subject.session.finding(
        f"{ID}/differs",
        subject.writer,
        f"the response to {subject.writer.method} and a read after it differ in {display_path(path)}",
        requests=change.requests,
        response=change.responses[1],
        expected="no such property" if one is ABSENT else f"{display_path(path)} {display(one)}",
        got="no such property" if other is ABSENT else f"{display_path(path)} {display(other)}",
    )


def _changed_finding(subject: CheckedItem, change: PropertyUpdate, path: JsonPath) -> Finding:
    before, after = value_of(change.before, path), value_of(change.after, path)
    update = f"of {change.field.name}" if change.field else "without changes"
    return subject.session.finding(
        f"{ID}/untouched",
        subject.writer,
        f"{subject.writer.method} {update} also changed {display_path(path)}",
        requests=change.requests,
        response=change.responses[1],
        expected="no such property" if before is ABSENT else f"{display_path(path)} {display(before)}",
        got="no such property" if after is ABSENT else f"{display_path(path)} {display(after)}",
    )


CHECK = Check(
    id=ID,
    title="a read after an update returns the updated values",
    why="Clients expect that an update is stored and that properties which they did not send keep their values.",
    good='PATCH /cases/7 {"title": "B"} → 200 {"title": "B", "status": "open"}; GET /cases/7 → 200 with the same',
    bad='PATCH /cases/7 {"title": "B"} → 200 {"title": "B", "status": "open"}; GET /cases/7 → {"title": "A", …}',
    run=_run,
    sends=frozenset({Sends.UPDATE}),
)
