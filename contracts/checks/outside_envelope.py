"""What no operation answers: unknown routes and wrong methods, held against what little is certain of them."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.check import Check
from contracts.failures import FailureKind
from contracts.findings import Finding
from contracts.judging.answers import is_json
from contracts.judging.exchanges import Exchange, asked
from contracts.judging.json_bodies import read_strictly, snippet
from contracts.judging.outside_requests import must_be, unknown_routes, wrong_methods
from contracts.messages import Request
from contracts.probe.session import Session
from contracts.spec.extensions import ErrorRule
from contracts.spec.model import Operation

ID = "unknown-routes"


def run(session: Session) -> Iterator[Finding]:
    """Ask for what there is not; see :data:`CHECK`."""
    for operation, request in unknown_routes(session):
        yield from _unknown_route(session, operation, request)
    for base, request in wrong_methods(session):
        yield from _wrong_method(session, base.operation, request)


def _unknown_route(session: Session, operation: Operation, request: Request) -> Iterator[Finding]:
    exchange = asked(session, ID, None, "an unknown route", request)
    status, wanted = exchange.response.status, must_be(operation, session.contract, FailureKind.NO_ROUTE)
    refused = 300 <= status < 500
    if exchange.is_telling and (status != wanted if wanted else not refused):
        yield exchange.finding(session, ID, f"answered with {status}", expected=f"status {wanted or 404}")
    yield from _unreadable(session, exchange, operation.errors.get(FailureKind.NO_ROUTE))


def _wrong_method(session: Session, operation: Operation, request: Request) -> Iterator[Finding]:
    title = f"{request.method} {operation.path}, which is not documented"
    exchange = asked(session, ID, operation, title, request)
    status, wanted = exchange.response.status, must_be(operation, session.contract, FailureKind.METHOD_NOT_ALLOWED)
    fails = status >= 500 and status != 501
    if exchange.is_telling and (status != wanted if wanted else fails):
        yield exchange.finding(session, ID, f"answered with {status}", expected=f"status {wanted or 405}")
    elif status == 405 and operation.documents(405):
        yield from exchange.departures(session, ID)
    else:
        yield from _unreadable(session, exchange, operation.errors.get(FailureKind.METHOD_NOT_ALLOWED))


def _unreadable(session: Session, exchange: Exchange, rule: ErrorRule | None) -> Iterator[Finding]:
    """What calls itself JSON is JSON, and where the document has a JSON body for it (``x-mock-errors``) it is that."""
    response = exchange.response
    if not is_json(response.media_type) or not response.body:
        if rule is not None and rule.body is not None and response.status == rule.status:
            message = f"the body is {response.media_type or 'without a media type'}" if response.body else "no body"
            yield exchange.finding(session, ID, message, expected="JSON", got=snippet(response.body) or "no body")
        return
    try:
        read_strictly(response.body)
    except ValueError as error:
        message = f"the body calls itself JSON and is none: {error}"
        yield exchange.finding(session, ID, message, expected="JSON", got=snippet(response.body))


CHECK = Check(
    id=ID,
    title="what is not documented is refused properly",
    why="A mistyped path or method is the first mistake of every client; an error page or a crash tells it nothing.",
    good="DELETE /pets/7, which is not documented → 405",
    bad="DELETE /pets/7, which is not documented → 500",
    run=run,
)
