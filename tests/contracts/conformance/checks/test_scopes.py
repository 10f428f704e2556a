"""Servers that accept insufficient credentials, or reject sufficient ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts.conformance.checks.scopes import CHECK
from contracts.conformance.credentials import Identity
from contracts.messages import Request, Response
from tests.contracts.conformance.checks.subjects import FEW, Ask, played, rules, with_json

BEARER = "authorization"
FULL = "Bearer so_test_full"


def as_if(is_one: Any, authorization: str) -> Any:
    """Return a server that handles some requests with another credential."""
    return lambda request, ask: ask(request.with_header(BEARER, authorization) if is_one(request) else request)


@pytest.mark.parametrize(
    ("title", "is_one"),
    [
        ("no credential", lambda request: request.header(BEARER) is None),
        ("a malformed credential", lambda request: "{" in (request.header(BEARER) or "")),
        ("with scheme Basic", lambda request: (request.header(BEARER) or "").startswith("Basic")),
        ("never issued", lambda request: (request.header(BEARER) or "").endswith("invalid")),
        ("expired", lambda request: "expired" in (request.header(BEARER) or "")),
        ("which lacks cases:", lambda request: "nocases" in (request.header(BEARER) or "")),
        ("which lacks cases:write", lambda request: "readonly" in (request.header(BEARER) or "")),
    ],
)
def test_accepted_insufficient_credentials(title: str, is_one: Any) -> None:
    findings, _ = played(CHECK, as_if(is_one, FULL))
    assert {finding.rule for finding in findings} == {"scopes/let-in"}
    assert all(title in finding.message for finding in findings)


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("token", ["so_test_full", "so_test_readonly", "so_test_writeonly"])
def test_rejected_sufficient_credentials(status: int, token: str) -> None:
    def strict(request: Request, response: Response) -> Response:
        refused = response.is_success and request.header(BEARER) == f"Bearer {token}"
        return replace(response, status=status) if refused else response

    assert rules(CHECK, strict) == {"scopes/refused"}


@pytest.mark.parametrize(("right", "wrong"), [(401, 403), (403, 401), (401, 404), (403, 404), (401, 400)])
def test_wrong_error_statuses(right: int, wrong: int) -> None:
    def other(_request: Request, response: Response) -> Response:
        return replace(response, status=wrong) if response.status == right else response

    assert rules(CHECK, other) == {"scopes/status"}


@pytest.mark.parametrize(("from_readers", "expected"), [(False, set()), (True, {"scopes/status"})])
def test_existence_may_be_hidden_from_callers_who_cannot_read(from_readers: bool, expected: set[str]) -> None:
    """A caller without access gets the same 404 as for a nonexistent item, unless the same credential may read it."""
    unknown = {"error": {"code": "not_found", "message": "no such case"}}

    def hiding(request: Request, ask: Ask) -> Response:
        response = ask(request)
        reads = response.status == 403 and ask(replace(request, method="GET", body=b"")).is_success
        if response.status not in {403, 404} or (reads and not from_readers):
            return response
        return replace(with_json(response, unknown), status=404)

    assert {finding.rule for finding in played(CHECK, hiding)[0]} == expected


def test_a_malformed_credential_may_be_a_bad_request() -> None:
    """RFC 6750, section 3.1: 400; updates document that status code, reads do not."""

    def picky(request: Request, response: Response) -> Response:
        return replace(response, status=400) if "{" in (request.header(BEARER) or "") else response

    findings, _ = played(CHECK, lambda request, ask: picky(request, ask(request)), operations=("serverops_updateCase",))
    assert not findings
    assert rules(CHECK, picky, operations=("serverops_getCase",)) == {"scopes/status"}


def test_an_overloaded_server_is_ignored() -> None:
    assert not rules(CHECK, lambda _request, response: replace(response, status=429))


def test_documented_statuses_take_precedence() -> None:
    """Tracecat documents 403 for missing credentials and 401 for a missing role (``x-mock-errors``)."""

    def usual(_request: Request, response: Response) -> Response:
        return replace(response, status={401: 403, 403: 401}.get(response.status, response.status))

    findings, _ = played(CHECK, operations=("tracecat_get_case",))
    assert not findings
    assert rules(CHECK, usual, operations=("tracecat_get_case",)) == {"scopes/status"}


def test_each_alternative_scheme_is_tested() -> None:
    """Tines accepts an API key or a bearer token; a server that accepts only one of them is found."""

    def deaf(request: Request, ask: Ask) -> Response:
        return ask(request.without("x-user-token"))

    findings, _ = played(CHECK, deaf, operations=("tines_getCase",))
    assert {finding.rule for finding in findings} == {"scopes/refused"}


def test_one_of_two_required_credentials() -> None:
    """Deletion requires a key and a token; one of them is not sufficient."""

    def half(request: Request, ask: Ask) -> Response:
        has = request.header(BEARER) is not None and request.header("x-desk-key") is None
        return ask(request.with_header("x-desk-key", "good-token-1234") if has else request)

    findings, _ = played(CHECK, half, name="petstore-3.0", operations=("deletePet", "getPet"))
    assert any("without deskKey" in finding.message for finding in findings)
    assert {finding.rule for finding in findings} == {"scopes/let-in"}


def test_operations_without_security() -> None:
    """The menu requires no credential; a server that requires a token is found, one that accepts tokens is not."""
    findings, _ = played(CHECK, name="petstore-3.1", operations=("getMenu",))
    assert not findings

    def closed(request: Request, response: Response) -> Response:
        return response if request.header(BEARER) else replace(response, status=401)

    assert rules(CHECK, closed, name="petstore-3.1", operations=("getMenu",)) == {"scopes/refused"}


def test_an_identity_without_a_scheme_may_match_one_scheme_only() -> None:
    """It is tried with every scheme; rejection by other schemes is not reported."""
    mine = (Identity("mine", "good-token-1234"), Identity("expired", "expired-token"))

    def only_keys(request: Request, ask: Ask) -> Response:
        return ask(request.without(BEARER))

    findings, session = played(CHECK, only_keys, name="petstore-3.0", operations=("listPets",), identities=mine)
    assert not findings
    assert any(request.header("x-desk-key") == "expired-token" for request in session.transport.asked)


def test_missing_identities_with_fewer_scopes_are_noted() -> None:
    mine = (Identity("mine", "so_test_full"),)
    _, session = played(CHECK, operations=("serverops_getCase",), identities=mine)
    wanted = "serverops_getCase: no credential with too few scopes is known; add one with --identity"
    assert wanted in session.notes


def test_fast_sends_fewer_requests() -> None:
    many = tuple(Identity(f"few {number}", f"{FEW}{number}", ("other",), "keeper") for number in range(5))
    full = (Identity("all", "good-token-1234", None, "keeper"),)
    counts = []
    for fast in (False, True):
        _, session = played(CHECK, name="petstore-3.0", operations=("createVisit",), identities=full + many, fast=fast)
        counts.append(sum(FEW in (request.header(BEARER) or "") for request in session.transport.asked))
    assert counts == [3, 1]


def test_a_response_that_all_callers_get_has_nothing_to_do_with_the_credential() -> None:
    def disabled(request: Request, response: Response) -> Response:
        off = request.method == "POST" and request.path.endswith("/cases")
        return with_json(replace(response, status=403), {"message": "creation is disabled"}) if off else response

    assert "scopes/refused" not in rules(CHECK, disabled)
