"""The status of the answer to a valid request is a documented one, and not that of a crash."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.check import Check
from contracts.findings import Finding
from contracts.judging.base_requests import base_of, deletions_last
from contracts.judging.exchanges import Exchange, asked
from contracts.judging.expected_statuses import ELSEWHERE
from contracts.probe.session import Session
from contracts.spec.model import Operation

ID = "protocol-status"
_PARTS = frozenset({"status"})


def run(session: Session) -> Iterator[Finding]:
    """Look at the answer to a valid request to each operation, a success if there is one; see :data:`CHECK`."""
    for operation in deletions_last(session):
        title = f"a valid {operation.method} {operation.path}"
        success = session.success(operation)
        if success is None:
            exchange = asked(session, ID, operation, title, base_of(session, operation).request)
        else:
            exchange = Exchange(operation, title, success.request, success.response)
            session.looked(ID, operation, success.response)
        if exchange.is_telling:
            yield from _judge(session, operation, exchange)


def _judge(session: Session, operation: Operation, exchange: Exchange) -> Iterator[Finding]:
    status = exchange.response.status
    if operation.response(status) is None:
        if status in ELSEWHERE and (operation.security or "{" in operation.path):
            return  # that the request is valid does not give it a caller and a thing that are known there
        yield from exchange.departures(session, ID, _PARTS)
    elif status >= 500:  # documented or not: a valid request is no reason to fail
        known = ", ".join(documented.status for documented in operation.responses if documented.is_success)
        yield exchange.finding(session, ID, f"answered with {status}", expected=known or "a success")


CHECK = Check(
    id=ID,
    title="statuses are documented",
    why="Generated clients have a branch for each documented status and none for others.",
    good="POST /pets → 201, which is documented",
    bad="POST /pets → 200, where only 201 and 4XX are documented",
    run=run,
)
