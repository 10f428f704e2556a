"""The ``ETag`` of an item changes with the item, and conditional requests work where they are documented.

Tested are items whose responses have an ``ETag``. A stale ``If-Match`` must be rejected if the operation documents the
header and 412; ``If-None-Match`` must be answered with 304 if the document has that status code.
"""

from __future__ import annotations

from collections.abc import Iterator

from contracts.conformance.assertions.confirmation import confirmed
from contracts.conformance.assertions.equivalence import equivalent
from contracts.conformance.assertions.items import CheckedItem, checked_items
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.messages import Request, Response

ID = "etags"
REJECTIONS = frozenset({409, 412, 428})
"""Status codes for an update with a stale ``If-Match``."""


def _run(session: Session) -> Iterator[Finding]:
    for subject in checked_items(session, ID):
        if subject.read()[1].header("etag"):
            yield from confirmed(subject, _check)
    for operation in session.operations:
        if operation.method == "GET" and operation.documents(304) and (success := session.success(operation)):
            yield from _check_not_modified(session, success.request)


def _check(subject: CheckedItem) -> Iterator[Finding]:
    first_request, first = subject.read()
    before, tag = subject.item(first), first.header("etag")
    change = _change(subject, first)
    if before is None or tag is None or change is None:
        return
    request, response = change
    read_request, second = subject.read()
    subject.session.asserted(ID, subject.writer, response)
    after = subject.item(second)
    if not response.is_success or after is None or equivalent(after, before):
        return
    if second.header("etag") == tag:
        yield subject.session.finding(
            f"{ID}/unchanged",
            subject.writer,
            f"the ETag of the item is the same before and after {subject.writer.method} changed it",
            requests=(first_request, request, read_request),
            response=second,
            expected="another ETag (RFC 9110, section 8.8.3)",
            got=f"ETag: {tag}",
        )
    else:
        yield from _check_stale(subject, first, second)
    subject.restore(before, subject.read()[1])


def _change(subject: CheckedItem, seen: Response) -> tuple[Request, Response] | None:
    """Change the first property whose change is accepted; return ``None`` if there is none."""
    current = subject.item(seen) or {}
    for field in subject.fields:
        try:
            value = subject.different_value(field, current)
        except LookupError:
            continue
        body = subject.body(current, {field.name: value})
        if body is not None and (change := subject.write(body, seen))[1].is_success:
            return change
    return None


def _check_stale(subject: CheckedItem, stale: Response, now: Response) -> Iterator[Finding]:
    """An update with the ``ETag`` from before another update is rejected."""
    has_header = any(one.location == "header" and one.name.lower() == "if-match" for one in subject.writer.parameters)
    if not has_header or not subject.writer.documents(412):
        return
    current = subject.item(now) or {}
    body = subject.body(current, {})
    if body is None:
        return
    request, response = subject.write(body, stale)
    subject.session.asserted(ID, subject.writer, response)
    if response.is_success and response.status not in REJECTIONS:
        yield subject.session.finding(
            f"{ID}/stale",
            subject.writer,
            "an update with a stale If-Match is accepted",
            requests=(request,),
            response=response,
            expected="412 (RFC 9110, section 13.1.1)",
            got=f"status {response.status}",
        )


def _check_not_modified(session: Session, request: Request) -> Iterator[Finding]:
    response = session.send(request)
    tag = response.header("etag")
    if tag is None or not response.is_success:
        return
    conditional = request.with_header("if-none-match", tag)
    second = session.send(conditional)
    route = session.routes.match("GET", request.path)
    operation = route.operation if route else None
    session.asserted(ID, operation, second)
    again = session.send(request)
    if second.status == 200 and again.header("etag") == tag:
        yield session.finding(
            f"{ID}/not-modified",
            operation,
            "If-None-Match with the current ETag gets 200, although 304 is documented",
            requests=(conditional,),
            response=second,
            expected="304 (RFC 9110, section 13.1.2)",
            got="status 200",
        )


CHECK = Check(
    id=ID,
    title="the ETag changes with the item, and conditional requests work as documented",
    why="Clients send If-Match so that they do not overwrite the change of another user; an ETag that stays the same "
    "defeats that (RFC 9110, section 8.8).",
    good='GET → ETag: "1"; PATCH {"title": "B"} → 200; GET → ETag: "2"',
    bad='GET → ETag: "1"; PATCH {"title": "B"} → 200; GET → ETag: "1"',
    run=_run,
    sends=frozenset({Sends.UPDATE, Sends.INVALID}),
)
