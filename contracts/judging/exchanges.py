"""The request from which a check makes its own: one that is known to succeed, or the best guess there is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from contracts.findings import Finding, Severity
from contracts.judging.answers import PARTS, departures
from contracts.messages import Request, Response
from contracts.probe.requests import Values
from contracts.probe.session import ATTEMPTS, Session
from contracts.spec.model import Operation


@dataclass(frozen=True)
class Base:
    """A valid request for an operation.

    :param request: with credentials that may make it, where such are known.
    :param bare: the same without credentials.
    :param number: the number that it was built with.
    :param values: values that it was built with.
    :param sure: the subject has answered it with a success, so that what is changed in it is all that can be wrong.
    """

    operation: Operation
    request: Request
    bare: Request
    number: int
    values: Values
    sure: bool


def deletions_last(session: Session) -> list[Operation]:
    """The operations under test in an order in which nothing is gone before it was looked at."""
    return sorted(session.operations, key=lambda operation: operation.method == "DELETE")


def base_of(session: Session, operation: Operation) -> Base:
    """The request that succeeded, or the first that can be built where none did."""
    success = session.success(operation)
    values: Values = success.values if success else {}
    for number in range(ATTEMPTS):
        bare = session.build(operation, number, values=values)
        request = session.authorised(operation, bare)
        if success is None or request == success.request:
            return Base(operation, request, bare, number, values, success is not None)
    raise AssertionError("a request is built from its number")


def still_succeeds(session: Session, base: Base) -> bool:
    """Whether the base request is answered with a success now; asked before a refusal is held against the subject.

    What it was about may be gone meanwhile: other checks write and delete. A deletion succeeds but once, so it never
    counts.
    """
    return base.sure and base.operation.method != "DELETE" and session.send(base.request).is_success


BUSY = frozenset({429, 503})
"""Statuses of a server that does not get round to it: nothing follows from them."""


@dataclass(frozen=True)
class Exchange:
    """A request of a check and its answer.

    :param operation: ``None``: it is nobody's.
    :param title: what was asked, the beginning of a message.
    """

    operation: Operation | None
    title: str
    request: Request
    response: Response

    @property
    def is_telling(self) -> bool:
        """Whether the server got round to it."""
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
    ) -> Finding:
        """A breach of the contract.

        :param got: left out: the status.
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
        )

    def departures(self, session: Session, rule: str, parts: Collection[str] = PARTS) -> Iterator[Finding]:
        """A finding for each of these parts in which the answer is not the documented one."""
        for found in departures(self.operation, self.response) if self.operation else ():
            if found.part in parts:
                own = f"{rule}/{found.part}" if len(parts) > 1 else rule
                yield self.finding(
                    session,
                    own,
                    found.message,
                    expected=found.expected,
                    got=found.got,
                    pointer=found.pointer,
                    severity=found.severity,
                )


def asked(session: Session, check: str, operation: Operation | None, title: str, request: Request) -> Exchange:
    """Send a request and count the look at its answer; a busy server is noted.

    :param title: what is asked, the beginning of a message.
    """
    exchange = Exchange(operation, title, request, session.send(request))
    session.looked(check, operation, exchange.response)
    if not exchange.is_telling:
        session.note(f"{title}: not looked at, the answer was {exchange.response.status}")
    return exchange


def successes(session: Session, check: str) -> Iterator[Exchange]:
    """A successful exchange of each operation that has one, each counted as a look of the check."""
    for operation in deletions_last(session):
        success = session.success(operation)
        if success is not None:
            session.looked(check, operation, success.response)
            title = f"{operation.method} {operation.path}"
            yield Exchange(operation, title, success.request, success.response)
