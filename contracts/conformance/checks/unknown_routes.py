"""Requests to unknown routes and with undocumented methods get a documented or common error response."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.conformance.assertions.failure_cases import required_status, unknown_routes, wrong_methods
from contracts.conformance.assertions.json_bodies import parse_json, snippet
from contracts.conformance.assertions.probes import Probe, send_probe
from contracts.conformance.assertions.response_checks import is_json
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.session import Session
from contracts.failures import FailureKind
from contracts.findings import Finding
from contracts.messages import Request
from contracts.spec.extensions import ErrorRule
from contracts.spec.model import Operation

ID = "unknown-routes"


def run(session: Session) -> Iterator[Finding]:
    """Send requests to unknown routes and with undocumented methods."""
    for operation, request in unknown_routes(session):
        yield from _unknown_route(session, operation, request)
    for base, request in wrong_methods(session):
        yield from _wrong_method(session, base.operation, request)


def _unknown_route(session: Session, operation: Operation, request: Request) -> Iterator[Finding]:
    probe = send_probe(session, ID, None, "an unknown route", request)
    status, required = probe.response.status, required_status(operation, session.contract, FailureKind.NO_ROUTE)
    is_rejected = 300 <= status < 500
    if probe.is_conclusive and (status != required if required else not is_rejected):
        yield probe.finding(session, ID, f"the response is {status}", expected=f"status {required or 404}")
    yield from _check_json(session, probe, operation.errors.get(FailureKind.NO_ROUTE))


def _wrong_method(session: Session, operation: Operation, request: Request) -> Iterator[Finding]:
    title = f"{request.method} {operation.path}, which is not documented"
    probe = send_probe(session, ID, operation, title, request)
    status, required = (
        probe.response.status,
        required_status(operation, session.contract, FailureKind.METHOD_NOT_ALLOWED),
    )
    is_failure = status >= 500 and status != 501
    if probe.is_conclusive and (status != required if required else is_failure):
        yield probe.finding(session, ID, f"the response is {status}", expected=f"status {required or 405}")
    elif status == 405 and operation.documents(405):
        yield from probe.violations(session, ID)
    else:
        yield from _check_json(session, probe, operation.errors.get(FailureKind.METHOD_NOT_ALLOWED))


def _check_json(session: Session, probe: Probe, rule: ErrorRule | None) -> Iterator[Finding]:
    """A body with a JSON content type is JSON; if the document defines a JSON body (``x-mock-errors``), it is sent."""
    response = probe.response
    if not is_json(response.media_type) or not response.body:
        if rule is not None and rule.body is not None and response.status == rule.status:
            message = f"the body has content type {response.media_type or 'none'}" if response.body else "no body"
            yield probe.finding(session, ID, message, expected="JSON", got=snippet(response.body) or "no body")
        return
    try:
        parse_json(response.body)
    except ValueError as error:
        message = f"the body is not valid JSON: {error}"
        yield probe.finding(session, ID, message, expected="JSON", got=snippet(response.body))


CHECK = Check(
    id=ID,
    title="unknown routes and methods are rejected with a proper error",
    why="A mistyped path or method is a common mistake in clients; an error page or a 500 does not help to find it.",
    good="DELETE /pets/7, which is not documented → 405",
    bad="DELETE /pets/7, which is not documented → 500",
    run=run,
    sends=frozenset({Sends.INVALID}),
)
