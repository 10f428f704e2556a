"""Confirms suspicions: repeats a request on a new connection, and compares it with a plain valid request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from contracts.conformance.client import NO_RESPONSE
from contracts.conformance.safety import SAFE_METHODS, is_destructive
from contracts.conformance.session import Session, TimeIsUpError
from contracts.errors import SubjectError, WithheldRequestError
from contracts.fuzzing.engine_transport import Exchange
from contracts.messages import Request, Response
from contracts.spec.model import Operation

ERROR = 400
"""Smallest status code of an error; a request that got one has changed nothing and may be repeated."""

SERVER_ERROR = 500

Send = Callable[[Request], Response]


class Verdict(Enum):
    """Whether a response is the same when its request is repeated."""

    CONFIRMED = "confirmed"
    INTERMITTENT = "intermittent"
    REFUTED = "refuted"


@dataclass(frozen=True)
class PlainFailure:
    """A valid request to an operation of which no valid request succeeds."""

    exchange: Exchange


class Confirmation:
    """Sends requests that confirm suspicions; at most one per suspicion, and one per operation."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._plain: dict[str, PlainFailure | None] = {}

    def repeated(self, exchange: Exchange) -> Verdict:
        """Return whether a request gets the same status code again, on a new connection.

        A request that may have changed something is not repeated and counts as confirmed. A server error is a failure
        even if it does not recur.
        """
        request, response = exchange
        if request.method not in SAFE_METHODS and response.status < ERROR:
            return Verdict.CONFIRMED
        again = self._sent(request)
        if again is None or again.status == response.status:
            return Verdict.CONFIRMED
        return Verdict.INTERMITTENT if response.status >= SERVER_ERROR else Verdict.REFUTED

    def plain_failure(self, operation: Operation, status: int) -> Exchange | None:
        """Return a plain valid request that fails with a status code, if no valid request succeeds."""
        if operation.id not in self._plain:
            self._plain[operation.id] = self._fail_plainly(operation)
        failure = self._plain[operation.id]
        return failure.exchange if failure is not None and failure.exchange[1].status == status else None

    def _fail_plainly(self, operation: Operation) -> PlainFailure | None:
        session = self._session
        if is_destructive(operation):
            return None
        try:
            if session.success(operation) is not None:
                return None
            values = next(iter(session.items.candidates(operation)), None)
        except (SubjectError, TimeIsUpError):
            return None
        if values is None:
            return None
        request = session.request(operation, values=values)
        response = self._sent(request)
        return PlainFailure((request, response)) if response is not None and response.status >= ERROR else None

    def _sent(self, request: Request) -> Response | None:
        """Send a request on a new connection; return ``None`` without a response."""
        try:
            response = self._session.send(request, fresh=True)
        except (WithheldRequestError, SubjectError, TimeIsUpError):
            return None
        return None if response is NO_RESPONSE else response
