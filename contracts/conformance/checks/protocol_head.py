"""HEAD returns the same status code and headers as GET (RFC 9110, section 9.3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from contracts.conformance.assertions.failure_cases import failure_cases, wrong_method
from contracts.conformance.assertions.probes import BUSY, BaseRequest, base_request
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.session import Session
from contracts.failures import FailureKind
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.spec.model import Operation

ID = "protocol-head"
Difference = tuple[str, str, str]
"""What differs, the value of GET, and the other value."""

_COMPARED = ("content-type", "content-length", "etag", "last-modified", "content-language", "location")
_UNSUPPORTED = frozenset({405, 501})
_OPTIONAL = frozenset({"content-length", "etag", "last-modified"})
"""Headers that HEAD may omit because they depend on the body (RFC 9110, section 9.3.2)."""


def run(session: Session) -> Iterator[Finding]:
    """Compare HEAD with GET, for error responses too.

    The body is not compared: HTTP clients and servers discard it.
    """
    documented = {(one.path, one.method) for one in session.contract.operations}
    for operation in session.operations:
        if operation.method == "GET" and (operation.path, "HEAD") not in documented:
            base = base_request(session, operation)
            found = (one for request in _requests(session, base) for one in _compare(session, base, request))
            yield from islice(found, 1)


def _requests(session: Session, base: BaseRequest) -> Iterator[Request]:
    yield base.request
    if not session.plan.fast:
        if base.anonymous != base.request:
            yield base.anonymous
        yield from (case.request for case in failure_cases(session, base) if case.kind is FailureKind.NOT_FOUND)


def _compare(session: Session, base: BaseRequest, request: Request) -> Iterator[Finding]:
    """Report a difference if two GET requests get the same response."""
    get, as_head = session.send(request), replace(request, method="HEAD")
    head = session.send(as_head)
    session.asserted(ID, base.operation, head)
    if head.status in _UNSUPPORTED and head.status != get.status:
        if request is base.request:
            yield from _check_rejected(session, base, as_head, head)
    elif not BUSY & {get.status, head.status}:
        difference = _difference(get, head)
        if difference and _repeats(get, session.send(request), difference):
            yield _finding(session, base.operation, (request, as_head), head, difference)


def _check_rejected(session: Session, base: BaseRequest, request: Request, head: Response) -> Iterator[Finding]:
    """A server need not support HEAD, but then ``Allow`` must not list it (RFC 9110, section 10.2.1)."""
    other = wrong_method(session, base)
    allow = session.send(other).header("allow") if other else None
    if allow and "HEAD" in {method.strip().upper() for method in allow.split(",")}:
        difference = ("status", f"the status of GET, because of Allow: {allow}", str(head.status))
        yield _finding(session, base.operation, (request,), head, difference)


def _repeats(get: Response, again: Response, difference: Difference) -> bool:
    """Whether a second GET shows that the difference comes from HEAD.

    A representation that changes on every request (metrics, a clock) may have the same length twice by chance.
    """
    return not _difference(get, again) and (difference[0] not in _OPTIONAL or get.body == again.body)


def _difference(get: Response, other: Response) -> Difference | None:
    if get.status != other.status:
        return "status", str(get.status), str(other.status)
    for name in _COMPARED:
        given, known = other.header(name), get.header(name)
        if name == "content-length" and known is None:
            known = str(len(get.body))
        if given != known and not (given is None and name in _OPTIONAL):
            return name, known or "none", given or "none"
    return None


def _finding(
    session: Session,
    operation: Operation,
    requests: tuple[Request, ...],
    response: Response,
    difference: Difference,
) -> Finding:
    part, expected, got = difference
    return session.finding(
        ID,
        operation,
        f"HEAD {operation.path} and GET differ in {part}",
        requests=requests,
        response=response,
        expected=f"{part}: {expected} (RFC 9110, section 9.3.2)",
        got=f"{part}: {got}",
    )


CHECK = Check(
    id=ID,
    title="HEAD returns the status code and headers of GET",
    why="Caches and link checkers send HEAD requests and rely on the response (RFC 9110, section 9.3.2).",
    good="GET /pets/7 → 200, Content-Length: 31; HEAD /pets/7 → 200, Content-Length: 31",
    bad="GET /pets/7 → 200; HEAD /pets/7 → 404",
    run=run,
    sends=frozenset({Sends.INVALID}),
)
