"""``--header``: parsing, masking, and the requests that have the headers."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.conformance.credentials import Identity
from contracts.conformance.given_headers import basic_secrets, header_secrets, parse_headers
from contracts.conformance.session import Session, SessionPlan
from contracts.errors import UsageError
from contracts.messages import Headers, Request, Response


def document(**schemes: dict[str, Any]) -> contracts.Contract:
    operations = {
        "open": {"operationId": "open", "responses": {"200": {"description": ""}}},
        "locked": {"operationId": "locked", "responses": {"200": {"description": ""}}, "security": [{"key": []}]},
    }
    return contracts.load(
        {
            "openapi": "3.1.0",
            "info": {"title": "Doors", "version": "1"},
            "paths": {f"/{name}": {"get": operation} for name, operation in operations.items()},
            "components": {"securitySchemes": schemes or {"key": {"type": "http", "scheme": "bearer"}}},
        }
    )


class Recorder:
    """A transport that records requests."""

    base = "http://test"

    def __init__(self) -> None:
        self.sent: list[Request] = []

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        self.sent.append(request)
        return Response(200)

    def close(self) -> None:
        pass


def session(headers: Headers, *identities: Identity, contract: contracts.Contract | None = None) -> Session:
    return Session(contract or document(), Recorder(), SessionPlan(headers=headers, identities=identities))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X-Tenant: shop", ("X-Tenant", "shop")),
        ("X-Tenant:shop", ("X-Tenant", "shop")),
        ("Authorization: Bearer $TOKEN", ("Authorization", "Bearer s3cret")),
        ("X: ${TOKEN}-$TOKEN", ("X", "s3cret-s3cret")),
        ("X: US$$5", ("X", "US$5")),
        ("X: a:b", ("X", "a:b")),
        ("X: Zürich", ("X", "Zürich")),
    ],
)
def test_headers_are_parsed(text: str, expected: tuple[str, str]) -> None:
    assert parse_headers([text], {"TOKEN": "s3cret"}) == (expected,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("s3cret", "expected 'Name: value'"),
        (": s3cret", "not a valid header name"),
        ("X Y: s3cret", "not a valid header name"),
        ("Ключ: s3cret", "not a valid header name"),
        ("X: s3cret\r\nY: z", "characters that a header cannot contain"),
        ("X: s3cret\0", "characters that a header cannot contain"),
        ("X: s3cret\u0416", "characters that a header cannot contain"),
        ("X:  ", "X has no value"),
        ("X: $NOPE", "environment variable NOPE is not set"),
        ("X: $LINES", "characters that a header cannot contain"),
        ("Content-Length: 5", "cannot be set"),
        ("host: s3cret", "cannot be set"),
    ],
)
def test_malformed_headers_are_refused_without_the_value(text: str, words: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_headers([text], {"LINES": "a\r\nb"})
    assert words in error.value.message
    assert "s3cret" not in error.value.message + error.value.hint


def test_every_request_has_the_headers() -> None:
    made = session((("X-Tenant", "shop"),))
    made.send(Request("GET", "/nowhere"))
    made.send(Request("GET", "/open", (("x-tenant", "other"),)))
    sent = made.transport.sent  # type: ignore[attr-defined]
    assert [one.header("X-Tenant") for one in sent] == ["shop", "other"]


def test_requests_of_findings_have_the_headers() -> None:
    made = session((("X-Tenant", "shop"),))
    found = made.finding("x", None, "m", requests=[Request("GET", "/open")], response=None, expected="", got="")
    assert found.evidence is not None
    assert found.evidence.requests[0].header("X-Tenant") == "shop"


def test_a_credential_is_sent_only_where_no_other_one_is_and_not_by_requests_without_credentials() -> None:
    made = session((("Authorization", "Bearer given"),), Identity("me", "own"))
    by_id = {one.id: one for one in made.operations}
    assert made.request(by_id["open"]).header("authorization") == "Bearer given"
    assert made.request(by_id["locked"]).header("authorization") == "Bearer own"
    made.send(Request("GET", "/locked"))
    assert made.transport.sent[0].header("authorization") is None  # type: ignore[attr-defined]


def test_a_credential_replaces_missing_identities() -> None:
    made = session((("Authorization", "Bearer given"),))
    assert made.request(made.operations[1]).header("authorization") == "Bearer given"


def test_a_credential_that_the_document_does_not_have_is_sent_with_every_request() -> None:
    contract = document(key={"type": "apiKey", "in": "header", "name": "X-Key"})
    made = session((("Authorization", "Bearer given"), ("x-key", "k")), contract=contract)
    made.send(Request("GET", "/locked"))
    (sent,) = made.transport.sent  # type: ignore[attr-defined]
    assert (sent.header("authorization"), sent.header("x-key")) == ("Bearer given", None)


def test_values_and_the_tokens_in_them_are_secrets() -> None:
    secrets = header_secrets((("Authorization", "Bearer s3cret"), ("Cookie", "sid=abcdef; theme=dark"), ("X", "1")))
    assert {"Bearer s3cret", "s3cret", "abcdef", "dark"} <= set(secrets)
    assert "1" not in secrets


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Basic dGVzdGVyOnNlY3JldA==", ("tester:secret",)),
        ("basic  dGVzdGVyOnNlY3JldA==", ("tester:secret",)),
        ("Basic not-base64", ("",)),
        ("Bearer dGVzdGVyOnNlY3JldA==", ()),
    ],
)
def test_the_account_of_basic_credentials(value: str, expected: tuple[str, ...]) -> None:
    assert basic_secrets((("Authorization", value), ("x-other", "Basic dGVzdGVyOnNlY3JldA=="))) == expected
