"""Requests of the checks: the valid base request of an operation, and probes, which are derived from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from contracts.conformance.assertions.response_checks import PARTS, response_violations
from contracts.conformance.request_builder import Values
from contracts.conformance.session import ATTEMPTS, Session
from contracts.findings import Finding, Severity
from contracts.messages import Request, Response
from contracts.spec.model import Operation


@dataclass(frozen=True)
class BaseRequest:
    """A valid request for an operation.

    :param request: with accepted credentials, if any are known.
    :param anonymous: the same request without credentials.
    :param number: the number from which its values were generated.
    :param values: the parameter values it was built with.
    :param succeeded: whether the server has accepted it, so that a changed part is the only reason for an error.
    """

    operation: Operation
    request: Request
    anonymous: Request
    number: int
    values: Values
    succeeded: bool


def deletions_last(session: Session) -> list[Operation]:
    """Return the tested operations, DELETE operations last."""
    return sorted(session.operations, key=lambda operation: operation.method == "DELETE")


def base_request(session: Session, operation: Operation) -> BaseRequest:
    """Return the request that succeeded, or the first one that can be built if none succeeded."""
    success = session.success(operation)
    values: Values = success.values if success else {}
    for number in range(ATTEMPTS):
        anonymous = session.build(operation, number, values=values)
        request = session.authorised(operation, anonymous)
        if success is None or request == success.request:
            return BaseRequest(operation, request, anonymous, number, values, success is not None)
    raise AssertionError("the successful request was built from one of these numbers")


def still_succeeds(session: Session, base: BaseRequest) -> bool:
    """Send the base request again, and return whether it still succeeds.

    Other checks may have changed or deleted the item, so this is tested before an error response is reported. DELETE
    requests are not repeated and count as failed.
    """
    return base.succeeded and base.operation.method != "DELETE" and session.send(base.request).is_success


BUSY = frozenset({429, 503})
"""Status codes of an overloaded server, from which nothing can be concluded."""


@dataclass(frozen=True)
class Probe:
    """A request of a check and its response.

    :param operation: ``None`` if the request matches no operation.
    :param title: a description of the request, with which messages begin.
    """

    operation: Operation | None
    title: str
    request: Request
    response: Response

    @property
    def is_conclusive(self) -> bool:
        """Whether the response is not that of an overloaded server."""
        return self.response.status not in BUSY

    def finding(
        self,
        session: Session,
        rule: str,
        message: str,
        *,
        expected: str,
        got: str = "",
        pointer: str = "",
        severity: Severity = Severity.ERROR,
        cause: str = "",
    ) -> Finding:
        """Return a finding about this request.

        :param got: by default, the status code.
        """
        return session.finding(
            rule,
            self.operation,
            f"{self.title}: {message}",
            requests=[self.request],
            response=self.response,
            expected=expected,
            got=got or f"status {self.response.status}",
            pointer=pointer,
            severity=severity,
            cause=cause,
        )

    def violations(self, session: Session, rule: str, parts: Collection[str] = PARTS) -> Iterator[Finding]:
        """Yield a finding for each violation in these parts of the response."""
        for violation in response_violations(self.operation, self.response) if self.operation else ():
            if violation.part in parts:
                part_rule = f"{rule}/{violation.part}" if len(parts) > 1 else rule
                yield self.finding(
                    session,
                    part_rule,
                    violation.message,
                    expected=violation.expected,
                    got=violation.got,
                    pointer=violation.pointer,
                    severity=violation.severity,
                    cause=violation.cause or violation.message,
                )


def send_probe(session: Session, check: str, operation: Operation | None, title: str, request: Request) -> Probe:
    """Send a request and count an assertion; if the server is overloaded, add a note.

    :param title: a description of the request, with which messages begin.
    """
    probe = Probe(operation, title, request, session.send(request))
    session.asserted(check, operation, probe.response)
    if not probe.is_conclusive:
        session.note(
            f"{title}: skipped, the response was {probe.response.status}", skipped=operation.id if operation else ""
        )
    return probe


def successes(session: Session, check: str) -> Iterator[Probe]:
    """Yield the successful request of each operation that has one, and count an assertion for each."""
    for operation in deletions_last(session):
        success = session.success(operation)
        if success is not None:
            session.asserted(check, operation, success.response)
            title = f"{operation.method} {operation.path}"
            yield Probe(operation, title, success.request, success.response)
