"""Successful answers: what the checks of the protocol look at."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.judging.base_requests import deletions_last
from contracts.judging.exchanges import Exchange
from contracts.probe.session import Session


def successes(session: Session, check: str) -> Iterator[Exchange]:
    """A successful exchange of each operation that has one, each counted as a look of the check."""
    for operation in deletions_last(session):
        success = session.success(operation)
        if success is not None:
            session.looked(check, operation, success.response)
            title = f"{operation.method} {operation.path}"
            yield Exchange(operation, title, success.request, success.response)
