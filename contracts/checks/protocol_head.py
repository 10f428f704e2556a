"""HEAD is GET without the body (RFC 9110, section 9.3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from contracts.checks.check import Check
from contracts.failures import FailureKind
from contracts.findings import Finding
from contracts.judging.exchanges import BUSY, Base, base_of
from contracts.judging.failure_cases import failure_cases
from contracts.judging.outside_requests import wrong_method
from contracts.messages import Request, Response
from contracts.probe.session import Session
from contracts.spec.model import Operation

ID = "protocol-head"
Difference = tuple[str, str, str]
"""What differs, the value that GET gave, and the other one."""

_COMPARED = ("content-type", "content-length", "etag", "last-modified", "content-language", "location")
_REFUSED = frozenset({405, 501})
_MAY_LACK = frozenset({"content-length", "etag", "last-modified"})
"""What is known only once the body is made, HEAD may leave out (RFC 9110, section 9.3.2)."""


def run(session: Session) -> Iterator[Finding]:
    """Ask for the head of whatever GET gives, refusals included; see :data:`CHECK`.

    The body is not looked at: clients and servers take it away before anyone could see it.
    """
    documented = {(one.path, one.method) for one in session.contract.operations}
    for operation in session.operations:
        if operation.method == "GET" and (operation.path, "HEAD") not in documented:
            base = base_of(session, operation)
            for request in _requests(session, base):
                yield from _compare(session, base, request)


def _requests(session: Session, base: Base) -> Iterator[Request]:
    yield base.request
    if not session.plan.fast:
        if base.bare != base.request:
            yield base.bare
        yield from (case.request for case in failure_cases(session, base) if case.kind is FailureKind.NOT_FOUND)


def _compare(session: Session, base: Base, request: Request) -> Iterator[Finding]:
    """A difference counts where GET gives the same answer twice."""
    get, as_head = session.send(request), replace(request, method="HEAD")
    head = session.send(as_head)
    session.looked(ID, base.operation, head)
    if head.status in _REFUSED:
        if request is base.request:
            yield from _refused(session, base, as_head, head)
    elif not BUSY & {get.status, head.status}:
        differing = _difference(get, head)
        if differing and not _difference(get, session.send(request)):
            yield _finding(session, base.operation, (request, as_head), head, differing)


def _refused(session: Session, base: Base, request: Request, head: Response) -> Iterator[Finding]:
    """A server need not take HEAD, but then its ``Allow`` must not name it (RFC 9110, section 10.2.1)."""
    other = wrong_method(session, base)
    allow = session.send(other).header("allow") if other else None
    if allow and "HEAD" in {method.strip().upper() for method in allow.split(",")}:
        difference = ("status", f"that of GET, as Allow: {allow} promises", str(head.status))
        yield _finding(session, base.operation, (request,), head, difference)


def _difference(get: Response, other: Response) -> Difference | None:
    if get.status != other.status:
        return "status", str(get.status), str(other.status)
    for name in _COMPARED:
        given, known = other.header(name), get.header(name)
        if name == "content-length" and known is None:
            known = str(len(get.body))
        if given != known and not (given is None and name in _MAY_LACK):
            return name, known or "none", given or "none"
    return None


def _finding(
    session: Session,
    operation: Operation,
    requests: tuple[Request, ...],
    response: Response,
    difference: Difference,
) -> Finding:
    what, wanted, got = difference
    return session.finding(
        ID,
        operation,
        f"HEAD {operation.path} has another {what} than GET",
        requests=requests,
        response=response,
        expected=f"{what}: {wanted} (RFC 9110, section 9.3.2)",
        got=f"{what}: {got}",
    )


CHECK = Check(
    id=ID,
    title="HEAD answers as GET does",
    why="Caches and link checkers ask with HEAD and believe what they hear of the thing itself.",
    good="GET /pets/7 → 200, Content-Length: 31; HEAD /pets/7 → 200, Content-Length: 31",
    bad="GET /pets/7 → 200; HEAD /pets/7 → 404",
    run=run,
)
