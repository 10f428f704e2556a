"""PUT replaces the whole item (RFC 9110, section 9.3.4) and is idempotent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.conformance.assertions.confirmation import confirmed
from contracts.conformance.assertions.equivalence import differences, display_path, equivalent
from contracts.conformance.assertions.item_fields import ItemField, is_derived, read_item_schema, request_schema
from contracts.conformance.assertions.items import CheckedItem, checked_items, display
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.items.changes import identity_of
from contracts.conformance.session import Session
from contracts.findings import Finding

ID = "replacement"
MAX_PROPERTIES = 3


def _run(session: Session) -> Iterator[Finding]:
    for subject in checked_items(session, ID):
        if subject.writer.resource is not None and subject.writer.resource.role == "replace":
            yield from confirmed(subject, _check)


def _check(subject: CheckedItem) -> Iterator[Finding]:
    seen = subject.read()[1]
    before = subject.item(seen)
    if before is None:
        return
    yield from _check_idempotent(subject, before)
    original, before = before, _filled(subject, before) or before
    tried = 0
    for field in subject.fields:
        body = _without(subject, field, before)
        if body is None or tried == MAX_PROPERTIES:
            continue
        tried += 1
        finding = _check_omitted(subject, field, before, body)
        if finding is not None:
            yield finding
            break
    subject.restore(original, subject.read()[1])


def _filled(subject: CheckedItem, before: dict[str, Any]) -> dict[str, Any] | None:
    """Return the item with values for empty optional properties; ``None`` if the server does not accept them."""
    changes: dict[str, Any] = {}
    for field in subject.fields:
        if not before.get(field.name):
            try:
                changes[field.name] = subject.different_value(field, before)
            except LookupError:
                continue
    body = subject.body(before, changes) if changes else None
    if body is None or not subject.write(body, subject.read()[1])[1].is_success:
        return None
    return subject.item(subject.read()[1])


def _without(subject: CheckedItem, field: ItemField, before: dict[str, Any]) -> dict[str, Any] | None:
    """Return the item without an optional property; ``None`` if the property is required or has its default."""
    value, body_schema = before.get(field.name), request_schema(subject.writer)
    node = field.sent.resolve().node
    default = node.get("default") if isinstance(node, dict) else None
    if not value or value == default or body_schema is None or field.name in identity_of(before, subject.values):
        return None
    body = subject.body(before, {})
    body_without = {name: other for name, other in (body or {}).items() if name != field.name}
    is_optional = body is not None and body_schema.request_validator.is_valid(body_without)
    is_optional = is_optional and _may_be_empty(subject, field, before)
    return body_without if is_optional and field.name in (body or {}) else None


def _may_be_empty(subject: CheckedItem, field: ItemField, before: dict[str, Any]) -> bool:
    """Whether an item may lack a property, or have null for it; otherwise the server has to keep or invent a value."""
    schema = read_item_schema(subject.reader)
    without = {name: other for name, other in before.items() if name != field.name}
    return schema is not None and (schema.is_valid(without) or schema.is_valid({**without, field.name: None}))


def _check_omitted(
    subject: CheckedItem, field: ItemField, before: dict[str, Any], body: dict[str, Any]
) -> Finding | None:
    seen = subject.read()[1]
    whole = subject.body(before, {})
    if whole is not None:
        subject.write(whole, seen)
        seen = subject.read()[1]
    request, response = subject.write(body, seen)
    subject.session.asserted(ID, subject.writer, response)
    read_request, read_response = subject.read()
    subject.session.asserted(ID, subject.reader, read_response)
    after = subject.item(read_response)
    if not response.is_success or response.status == 202 or after is None:
        return None
    if not equivalent(before[field.name], after.get(field.name)):
        return None
    return subject.session.finding(
        f"{ID}/merged",
        subject.writer,
        f"PUT kept {field.name}, which is not in the request body",
        requests=(request, read_request),
        response=read_response,
        expected=f"no {field.name}, or its default",
        got=f"{field.name} {display(after[field.name])}",
        pointer=field.sent.pointer,
    )


def _check_idempotent(subject: CheckedItem, before: dict[str, Any]) -> Iterator[Finding]:
    """Repeating a PUT request does not change the item."""
    body = subject.body(before, {})
    if body is None:
        return
    request, first = subject.write(body, subject.read()[1])
    once = subject.item(subject.read()[1])
    _, second = subject.write(body, subject.read()[1])
    read_request, read_response = subject.read()
    twice = subject.item(read_response)
    subject.session.asserted(ID, subject.writer, second)
    if not first.is_success or not second.is_success or once is None or twice is None:
        return
    settable = {field.name for field in subject.fields}
    for path in differences(once, twice, lambda path: bool(path) and (path[0] not in settable or is_derived(path))):
        yield subject.session.finding(
            f"{ID}/not-idempotent",
            subject.writer,
            f"repeating the same PUT changes {display_path(path)} (RFC 9110, section 9.2.2)",
            requests=(request, request, read_request),
            response=read_response,
            expected=display(once.get(str(path[0]))),
            got=display(twice.get(str(path[0]))),
        )
        return


CHECK = Check(
    id=ID,
    title="PUT replaces the whole item",
    why="RFC 9110, section 9.3.4: otherwise a client that omits a property to remove it can never remove it.",
    good='PUT /cases/7 {"title": "B"} → 200; GET → {"id": "7", "title": "B"}',
    bad='PUT /cases/7 {"title": "B"} → 200; GET → {"id": "7", "title": "B", "note": "from before"}',
    run=_run,
    sends=frozenset({Sends.UPDATE}),
)
