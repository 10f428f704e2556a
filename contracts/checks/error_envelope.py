"""Every failure that a subject can be driven into, held against the documented error."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.check import Check
from contracts.failures import FailureKind
from contracts.findings import Finding
from contracts.judging.answers import PARTS
from contracts.judging.credential_cases import RIGHT, attempts
from contracts.judging.exchanges import Base, Exchange, asked, base_of, deletions_last, still_succeeds
from contracts.judging.failure_cases import ELSEWHERE, Case, failure_cases, is_usual, meant_for, refusal_documented
from contracts.probe.session import Session

ID = "error-envelope"
_ONLY_WHERE_NAMED = frozenset({FailureKind.NOT_ACCEPTABLE, FailureKind.UNSUPPORTED_MEDIA_TYPE})
"""Failures that a server may well not know, unless their own status is documented."""


def run(session: Session) -> Iterator[Finding]:
    """Drive each operation into each failure; see :data:`CHECK`."""
    for operation in deletions_last(session):
        base = base_of(session, operation)
        told: set[tuple[str, int, str]] = set()
        for case in (*_credentials(session, base), *failure_cases(session, base)):
            for finding in _judge(session, base, case):
                if _is_new(finding, told):
                    yield finding


def _is_new(finding: Finding, told: set[tuple[str, int, str]]) -> bool:
    """Whether what is wrong with the answers of a status has not been told of this operation yet.

    Which requests are accepted or get another status is told of each.
    """
    evidence = finding.evidence
    if evidence is None or evidence.response is None or finding.rule.partition("/")[2] not in PARTS - {"status"}:
        return True
    key = (finding.rule, evidence.response.status, finding.location.pointer)
    new = key not in told
    told.add(key)
    return new


def _credentials(session: Session, base: Base) -> Iterator[Case]:
    """One attempt of each sort: whether credentials are told apart is what the check ``scopes`` looks at."""
    seen = {RIGHT}
    for attempt in attempts(session, base):
        if attempt.sort not in seen:
            seen.add(attempt.sort)
            yield Case(attempt.kinds[0], attempt.title, attempt.request, False)


def _judge(session: Session, base: Base, case: Case) -> Iterator[Finding]:
    operation = base.operation
    title = f"{operation.method} {operation.path} with {case.title}"
    exchange = asked(session, ID, operation, title, case.request)
    status, wanted = exchange.response.status, _wanted(base, case)
    if not exchange.is_telling:
        return
    if exchange.response.is_success:
        if _is_wrong_success(base, case) and still_succeeds(session, base):
            yield exchange.finding(session, f"{ID}/accepted", "the request is accepted", expected=wanted)
    elif status >= 500 and status != 501:
        yield exchange.finding(session, f"{ID}/failure", f"the server fails with {status}", expected=wanted)
    elif status >= 400:
        yield from _refusal(session, base, case, exchange)


def _is_wrong_success(base: Base, case: Case) -> bool:
    if case.kind in _ONLY_WHERE_NAMED:
        return case.must_fail and bool(meant_for(base.operation, case.kind))
    return case.must_fail and refusal_documented(base.operation, case.kind)


def _refusal(session: Session, base: Base, case: Case, exchange: Exchange) -> Iterator[Finding]:
    status, meant = exchange.response.status, meant_for(base.operation, case.kind)
    if base.operation.response(status) is None:
        if not meant and is_usual(case.kind, status):
            return  # the document says nothing of this failure, and this is what it is answered with elsewhere
        if status in ELSEWHERE and not still_succeeds(session, base):
            return  # it is not what is wrong in this case that is refused
    elif case.must_fail and meant and status not in meant and still_succeeds(session, base):
        yield exchange.finding(session, f"{ID}/status", f"answered with {status}", expected=_wanted(base, case))
    yield from exchange.departures(session, ID)


def _wanted(base: Base, case: Case) -> str:
    statuses = meant_for(base.operation, case.kind)
    return f"status {' or '.join(map(str, statuses))}" if statuses else "a refusal as documented"


CHECK = Check(
    id=ID,
    title="every failure is answered as documented",
    why="A client branches on the status and on the body of an error; one that no test has driven the server into "
    "is where both are the framework's and not the contract's.",
    good='POST /pets with the body {"name": → 400, application/json, {"message": "the body is not JSON"}',
    bad='POST /pets with the body {"name": → 400, text/html, <h1>Bad Request</h1>',
    run=run,
)
