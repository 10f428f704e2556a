"""Undocumented 401 and 403 of operations that require credentials and document other errors."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from contracts.conformance.session import Session
from contracts.findings import Finding, Severity
from contracts.fuzzing.engine_transport import Exchange
from contracts.spec.model import Operation
from contracts.wording import pluralize

RULE = "undocumented-status"

STATUSES = (401, 403)

MAX_NAMED = 10
"""Number of operations that a finding names."""


class UndocumentedRefusals:
    """Collects responses to requests with missing or wrong credentials; called in the thread of the engine."""

    def __init__(self) -> None:
        self._found: dict[int, dict[str, tuple[Operation, Exchange]]] = {}
        self._lock = threading.Lock()

    def add(self, operation: Operation, exchange: Exchange) -> bool:
        """Add a response; return whether its status code is an undocumented 401 or 403."""
        status = exchange[1].status
        if status not in STATUSES or not is_undocumented_refusal(operation, status):
            return False
        with self._lock:
            self._found.setdefault(status, {}).setdefault(operation.id, (operation, exchange))
        return True

    def findings(self, session: Session) -> Iterator[Finding]:
        """Yield one finding for each status code, and forget the responses."""
        with self._lock:
            found, self._found = self._found, {}
        order = {operation.id: place for place, operation in enumerate(session.operations)}
        for status in sorted(found):
            yield _finding(session, status, sorted(found[status].values(), key=lambda one: order.get(one[0].id, 0)))


def is_undocumented_refusal(operation: Operation, status: int) -> bool:
    """Whether an operation requires credentials and documents errors, but not this one."""
    documents_errors = any(one.status.startswith(("4", "5")) for one in operation.responses)
    return bool(operation.security) and documents_errors and operation.response(status) is None


def _finding(session: Session, status: int, found: list[tuple[Operation, Exchange]]) -> Finding:
    operation, (request, response) = found[0]
    names = ", ".join(one.id for one, _ in found[:MAX_NAMED])
    more = f" and {pluralize(len(found) - MAX_NAMED, 'more operation')}" if len(found) > MAX_NAMED else ""
    subject = f"{names}: returns" if len(found) == 1 else f"{len(found)} operations ({names}{more}) return"
    return session.finding(
        RULE,
        operation,
        f"{subject} undocumented status {status} without valid credentials",
        requests=[request],
        response=response,
        expected=f"one of {', '.join(one.status for one in operation.responses)}",
        got=f"status {status}",
        hint=f"document {status} for every operation with security",
        severity=Severity.HINT,  # a gap of the document, which most frameworks leave
    )
