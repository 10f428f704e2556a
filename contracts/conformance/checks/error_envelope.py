"""Every error response that a request can cause is validated against the documented error response."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from contracts.conformance.assertions.body_failures import FailureCase
from contracts.conformance.assertions.credential_cases import VALID, credential_attempts
from contracts.conformance.assertions.failure_cases import (
    UNKNOWN_CALLER_OR_ITEM,
    documents_failure,
    expected_statuses,
    failure_cases,
    is_common_status,
)
from contracts.conformance.assertions.probes import (
    BaseRequest,
    Probe,
    deletions_last,
    each_case,
    fails_anyway,
    fails_now,
    send_probe,
    still_succeeds,
)
from contracts.conformance.assertions.response_checks import PARTS
from contracts.conformance.assertions.uncovered_errors import is_uncovered
from contracts.conformance.checks.check import EVERY_OPERATION, Check, Sends
from contracts.conformance.request_builder import lacks_body
from contracts.conformance.session import Session
from contracts.failures import FailureKind
from contracts.findings import Finding

ID = "error-envelope"
_ONLY_IF_DOCUMENTED = frozenset({FailureKind.NOT_ACCEPTABLE, FailureKind.UNSUPPORTED_MEDIA_TYPE})
"""Failures that servers need not detect unless their status code is documented."""


def run(session: Session) -> Iterator[Finding]:
    """Send each kind of invalid request to each operation."""
    for operation in deletions_last(session):
        reported: set[tuple[str, int, str]] = set()
        for base, case in each_case(session, operation, partial(_cases, session)):
            for finding in _check(session, base, case) if session.allows(case.request) else ():
                if _is_new(finding, reported):
                    yield finding


def _cases(session: Session, base: BaseRequest) -> Iterator[FailureCase]:
    yield from _credentials(session, base)
    yield from failure_cases(session, base)


def _is_new(finding: Finding, reported: set[tuple[str, int, str]]) -> bool:
    """Whether a problem of the responses with a status code was not yet reported for this operation.

    Accepted invalid requests and wrong status codes are reported for each request.
    """
    evidence = finding.evidence
    if evidence is None or evidence.response is None or finding.rule.partition("/")[2] not in PARTS - {"status"}:
        return True
    key = (finding.rule, evidence.response.status, finding.location.pointer)
    new = key not in reported
    reported.add(key)
    return new


def _credentials(session: Session, base: BaseRequest) -> Iterator[FailureCase]:
    """Yield one request of each sort of invalid credential; the check ``scopes`` tests credentials in depth."""
    seen = {VALID}
    for attempt in credential_attempts(session, base):
        if attempt.sort not in seen:
            seen.add(attempt.sort)
            yield FailureCase(attempt.kinds[0], attempt.title, attempt.request, False)


def _check(session: Session, base: BaseRequest, case: FailureCase) -> Iterator[Finding]:
    operation = base.operation
    title = f"{operation.method} {operation.path} with {case.title}"
    probe = send_probe(session, ID, operation, title, case.request)
    status, expected_text = probe.response.status, _expected(base, case)
    if not probe.is_conclusive:
        return
    if case.request != base.request and fails_anyway(session, base, probe.response):
        return  # the invalid part is not the cause
    if probe.response.is_success:
        if _must_be_rejected(base, case) and still_succeeds(session, base):
            yield probe.finding(session, f"{ID}/accepted", "the invalid request is accepted", expected=expected_text)
    elif status >= 500 and status != 501 and not fails_now(session, base, probe.response):
        yield probe.finding(session, f"{ID}/failure", f"the server fails with {status}", expected=expected_text)
    elif status >= 400:
        yield from _check_error(session, base, case, probe)


def _must_be_rejected(base: BaseRequest, case: FailureCase) -> bool:
    if case.kind in _ONLY_IF_DOCUMENTED:
        return case.must_fail and (bool(expected_statuses(base.operation, case.kind)) or _is_covered(base, case))
    return case.must_fail and documents_failure(base.operation, case.kind)


def _is_covered(base: BaseRequest, case: FailureCase) -> bool:
    """Whether the document covers a body of an undocumented content type that no documented one can be read as."""
    kinds = (case.kind, FailureKind.MALFORMED_BODY)
    return case.unreadable and any(documents_failure(base.operation, kind) for kind in kinds)


def _check_error(session: Session, base: BaseRequest, case: FailureCase, probe: Probe) -> Iterator[Finding]:
    status = probe.response.status
    if base.operation.response(status) is None:
        kinds = (case.kind, FailureKind.MISSING_BODY) if lacks_body(base.operation) else (case.kind,)
        if is_uncovered(base.operation, kinds, status):
            session.uncovered(base.operation, status)
            return
        if status in UNKNOWN_CALLER_OR_ITEM and not still_succeeds(session, base):
            return  # the item or the credential is unknown; the invalid part was not reached
        if status == 409 and fails_now(session, base, probe.response):
            return  # what the plain request creates exists already
    elif _is_other_status(base, case, status) and still_succeeds(session, base):
        yield probe.finding(session, f"{ID}/status", f"the response is {status}", expected=_expected(base, case))
    yield from probe.violations(session, ID)


def _is_other_status(base: BaseRequest, case: FailureCase, status: int) -> bool:
    """Whether a documented status code is not one of those documented for the failure.

    A usual one that only ``4XX`` or ``default`` documents may be meant for it.
    """
    documented, kinds = _statuses(base, case), (case.kind, *((FailureKind.MALFORMED_BODY,) if case.unreadable else ()))
    if case.kind is FailureKind.NOT_FOUND:
        kinds = (*kinds, FailureKind.INVALID_PARAMETER)  # an unknown id may also be invalid
    is_usual = any(is_common_status(kind, status) for kind in kinds) and not base.operation.documents(status)
    return case.must_fail and bool(documented) and status not in documented and not is_usual


def _statuses(base: BaseRequest, case: FailureCase) -> tuple[int, ...]:
    """Return the documented status codes for a case; those for a malformed body if that is what it may be called."""
    statuses = expected_statuses(base.operation, case.kind)
    return statuses + expected_statuses(base.operation, FailureKind.MALFORMED_BODY) if case.unreadable else statuses


def _expected(base: BaseRequest, case: FailureCase) -> str:
    statuses = _statuses(base, case)
    return f"status {' or '.join(map(str, statuses))}" if statuses else "a documented error response"


CHECK = Check(
    id=ID,
    title="error responses match the documented error responses",
    why="Clients branch on the status code and body of an error. Errors that no test provokes often have the body of "
    "the web framework instead of the documented one.",
    good='POST /pets with body {"name": → 400, application/json, {"message": "the body is not JSON"}',
    bad='POST /pets with body {"name": → 400, text/html, <h1>Bad Request</h1>',
    run=run,
    sends=EVERY_OPERATION | {Sends.INVALID},
)
