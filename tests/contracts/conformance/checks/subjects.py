"""Servers for checks: the mock, which is correct, and the mock with changed responses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import contracts
from contracts.conformance.checks.check import Check
from contracts.conformance.credentials import Identity
from contracts.conformance.session import Session, SessionPlan
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.spec.model import Contract
from contracts.transports.in_process import AsgiTransport
from mockserver.app import create_app

ROOT = Path(__file__).parents[4]
SERVEROPS = ("serverops_getCase", "serverops_updateCase")
DOCUMENTS = {
    "openapi": ROOT / "openapi.yaml",
    "petstore-3.0": ROOT / "tests" / "documents" / "petstore-3.0.yaml",
    "petstore-3.1": ROOT / "tests" / "documents" / "petstore-3.1.yaml",
}
FEW = "few-scopes-1234"
"""A token without any of the required scopes."""

Change = Callable[[Request, Response], Response]
Ask = Callable[[Request], Response]


@cache
def document(name: str) -> Contract:
    """Load one of :data:`DOCUMENTS`."""
    return contracts.load(DOCUMENTS[name])


class Subject:
    """The mock with changed responses.

    :param before: handles each request, and may pass it to the mock.
    """

    def __init__(self, contract: Contract, before: Callable[[Request, Ask], Response]) -> None:
        self._mock = AsgiTransport(create_app(contract, tokens={FEW: ("other",)}))
        self._before = before
        self.base = self._mock.base
        self.asked: list[Request] = []

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        """Handle a request with ``before``, and record it."""
        self.asked.append(request)
        return self._before(request, self._mock.send)

    def close(self) -> None:
        """Close the event loop of the mock."""
        self._mock.close()


def identities(contract: Contract) -> tuple[Identity, ...]:
    """Return a credential with all scopes, and one without, for each scheme without documented credentials."""
    found = []
    for key, scheme in contract.security_schemes.items():
        if not scheme.credentials.samples:
            secret = "user:password" if scheme.scheme == "basic" else "good-token-1234"
            found.append(Identity(key, secret, None, key))
            found += [Identity("few", FEW, ("other",), key)] if scheme.scopes else []
    return tuple(found)


def played(
    checks: Check | tuple[Check, ...],
    before: Callable[[Request, Ask], Response] = lambda request, ask: ask(request),
    *,
    name: str = "openapi",
    operations: tuple[str, ...] | None = SERVEROPS,
    **plan: Any,
) -> tuple[list[Finding], Session]:
    """Run checks on the mock; return their findings and the session."""
    contract = document(name)
    if name != "openapi":
        plan.setdefault("identities", identities(contract))
        operations = None if operations is SERVEROPS else operations
    subject = Subject(contract, before)
    session = Session(contract, subject, SessionPlan(operations=operations, **plan))
    try:
        each = checks if isinstance(checks, tuple) else (checks,)
        return [finding for check in each for finding in check.run(session)], session
    finally:
        subject.close()


def rules(check: Check, change: Change, **options: Any) -> set[str]:
    """Return the rules of the findings about the mock with changed responses."""
    findings, _ = played(check, lambda request, ask: change(request, ask(request)), **options)
    return {finding.rule for finding in findings}


def with_json(response: Response, value: Any) -> Response:
    """Return the response with another JSON body and its length."""
    return with_body(response, json.dumps(value).encode())


def with_body(response: Response, body: bytes) -> Response:
    """Return the response with another body and its length."""
    return with_header(replace(response, body=body), "content-length", str(len(body)))


def with_header(response: Response, name: str, value: str | None) -> Response:
    """Return the response with another value for a header, or without it for ``None``."""
    headers = tuple(pair for pair in response.headers if pair[0].lower() != name)
    return replace(response, headers=headers if value is None else (*headers, (name, value)))
