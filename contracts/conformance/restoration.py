"""Puts back what a contract test has changed: restores values, deletes created items, and reports the rest."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.conformance.assertions.equivalence import equivalent
from contracts.conformance.assertions.item_fields import shared_fields
from contracts.conformance.assertions.items import CheckedItem, updatable_fields
from contracts.conformance.items.changes import KnownItem, renamed
from contracts.conformance.items.item_values import Item, item_in
from contracts.conformance.session import Session
from contracts.errors import WithheldRequestError
from contracts.findings import Finding, Severity
from contracts.wording import pluralize

ID = "data-lost"
"""Rule of the findings about items that existed before the test and do not exist after it."""

MAX_DELETIONS = 1000
"""Maximum number of created items that are deleted after a test."""

MAX_NAMED = 5
"""Number of items that a note names."""

GONE = frozenset({404, 410})


def put_back(session: Session) -> Iterator[Finding]:
    """Restore changed items and delete created ones; add notes about what remains; yield lost items as findings."""
    kept = [path for path, known in list(session.items.changes.changed.items()) if not _restore(session, known)]
    if kept:
        session.note(f"changed by the test and not restored: {_named(kept)}")
    left = _delete_created(session)
    if left:
        session.note(f"created by the test and not deleted: {_named(left)}")
    if untracked := _untracked(session):
        session.note(f"not undone, because the test cannot read what was changed: {_named(untracked)}")
    yield from _lost(session)


def _untracked(session: Session) -> list[str]:
    """Return the operations that wrote what no operation reads, with the number of requests."""
    found = []
    for operation in session.usable:
        number = session.items.changes.untracked[operation.id]
        reader = session.items.roles.reader_of(operation)
        if number and (reader is None or reader is operation or session.success(reader) is None):
            found.append(f"{operation.id} ({pluralize(number, 'request')})")
    return found


def _named(paths: list[str]) -> str:
    more = f" and {pluralize(len(paths) - MAX_NAMED, 'more item')}" if len(paths) > MAX_NAMED else ""
    return ", ".join(paths[:MAX_NAMED]) + more


def _restore(session: Session, known: KnownItem) -> bool:
    """Return whether an item has its original values again, those that clients can set."""
    response = session.items.read(known.reader, known.values)
    now = item_in(known.reader, response)
    if now is None or known.item is None:
        return response.status in GONE  # reported as lost
    for subject in _writers(session, known):
        if _is_original(subject, known.item, now):
            return True
        body = subject.body(known.item, _original(subject, known.item, now))
        if body is None:
            continue
        subject.write(body, response)
        response = subject.read()[1]
        now = subject.item(response) or {}
        if _is_original(subject, known.item, now):
            return True
    return False


def _writers(session: Session, known: KnownItem) -> Iterator[CheckedItem]:
    collection = known.reader.resource.collection if known.reader.resource else ""
    for role in ("update", "replace"):
        writer = session.items.roles.find(collection, role)
        if writer is None:
            continue
        for fields in (updatable_fields(session, writer, known.reader), shared_fields(writer, known.reader)):
            if fields:
                yield CheckedItem(session, writer, known.reader, known.values, fields)


def _original(subject: CheckedItem, item: Item, now: Item) -> Item:
    """Return the original values of the properties that have changed."""
    return {
        field.name: item[field.name]
        for field in subject.fields
        if field.name in item and not equivalent(item[field.name], now.get(field.name))
    }


def _is_original(subject: CheckedItem, item: Item, now: Item) -> bool:
    return not _original(subject, item, now)


def _delete_created(session: Session) -> list[str]:
    """Delete what the test has created, the newest first; return the paths of the items that remain."""
    changes = session.items.changes
    changes.protected.clear()
    left: list[str] = []
    for path, known in list(changes.created.items())[::-1][:MAX_DELETIONS]:
        if path in changes.created and not _delete(session, known):
            left.append(path)
    return left[::-1]


def _delete(session: Session, known: KnownItem) -> bool:
    collection = known.reader.resource.collection if known.reader.resource else ""
    remover = session.items.roles.find(collection, "delete")
    if remover is None or session.plan.no_delete:
        return False
    values = renamed(known.reader, remover, known.values)
    request = session.request(remover, values={**values, **session.precondition(remover, values)})
    try:
        response = session.send(request)
    except WithheldRequestError:
        return False
    return response.is_success or response.status in GONE


def _lost(session: Session) -> Iterator[Finding]:
    """Yield a finding for each item that was listed before the test and cannot be read after it."""
    for reader, values in session.items.listed_at_start():
        request = session.request(reader, values=values)
        if not session.items.is_listed_now(reader, values) and session.send(request).status in GONE:
            yield session.finding(
                ID,
                reader,
                f"{session.items.changes.path_of(reader, values)} existed before the test and does not exist after it",
                requests=(request,),
                response=session.send(request),
                expected="the item, which the test did not delete",
                got="status 404",
                hint="a request that does not delete by its method or name has deleted it; exclude the operation",
                severity=Severity.WARNING,
            )
