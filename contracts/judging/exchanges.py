"""One exchange with the subject, and the findings that are made of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from contracts.findings import Finding, Severity
from contracts.judging.answers import PARTS, departures
from contracts.messages import Request, Response
from contracts.probe.session import Session
from contracts.spec.model import Operation

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
