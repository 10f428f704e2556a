"""Hostile requests to the endpoints: each gets a documented error, and nothing secret is shown."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mockserver.kit import Reply
from tests.mockserver.oauth.provider import AUTHORIZE_URL, PATHS, REDIRECT, TOKEN_URL, VERIFIER, Mock

TOKEN_ERRORS = {
    *("invalid_request", "invalid_client", "invalid_grant", "unauthorized_client"),
    *("unsupported_grant_type", "invalid_scope"),
}
"""RFC 6749, section 5.2."""

NAMES = [
    *("grant_type", "client_id", "client_secret", "scope", "code", "code_verifier", "redirect_uri", "refresh_token"),
    *("username", "password", "expires_in", "client_assertion", "client_assertion_type", "response_type", "decision"),
    *("state", "nonce", "prompt", "user", "response_mode", "code_challenge", "code_challenge_method", "x", ""),
]
VALUES = st.one_of(
    st.sampled_from(
        [
            *("client_credentials", "password", "authorization_code", "refresh_token", "app", "read", "read write"),
            *("code", "token", "allow", "deny", "none", REDIRECT, "60", VERIFIER, "unknown", "a.b.c", "e30.e30."),
            *("\0", "\r\nx: y", "é", "\ud800", "9" * 5000, "%", "mock_at_" + "a" * 43, "<script>", "javascript:x"),
        ]
    ),
    st.text(max_size=20),
)
FORMS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=9)
MOCK = Mock()


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    return urlencode(pairs, errors="surrogatepass").encode()


def check_headers(reply: Reply) -> None:
    for name, value in reply.headers:
        assert all(" " <= character <= "~" for character in value), (name, value)


@settings(max_examples=300, deadline=None)
@given(pairs=FORMS, path=st.sampled_from(PATHS))
def test_any_form_gets_a_documented_response(pairs: list[tuple[str, str]], path: str) -> None:
    sent = {"content-type": "application/x-www-form-urlencoded"}
    check(MOCK.send("POST", path, encoded(pairs), sent), path)


@settings(max_examples=200, deadline=None)
@given(
    body=st.binary(max_size=50),
    content_type=st.sampled_from(["application/json", "application/x-www-form-urlencoded", "text/plain", "", "\xff"]),
    authorization=st.sampled_from(["", "Basic", "Basic YTpi", "Basic \xff", "Basic OmE=", "Bearer x", "Basic 4pyT"]),
    path=st.sampled_from(PATHS),
)
def test_any_body_gets_a_documented_response(body: bytes, content_type: str, authorization: str, path: str) -> None:
    headers = {"content-type": content_type, "authorization": authorization}
    check(MOCK.send("POST", path, body, headers), path)


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | VALUES, st.lists, max_leaves=3)


@settings(max_examples=200, deadline=None)
@given(value=st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6) | JSON, path=st.sampled_from(PATHS))
def test_any_json_gets_a_documented_response(value: Any, path: str) -> None:
    headers = {"content-type": "application/json"}
    check(MOCK.send("POST", path, json.dumps(value).encode("utf-8", "surrogatepass"), headers), path)


@settings(max_examples=300, deadline=None)
@given(pairs=FORMS)
def test_any_query_gets_a_documented_response(pairs: list[tuple[str, str]]) -> None:
    reply = MOCK.send("GET", f"{AUTHORIZE_URL}?{encoded(pairs).decode()}", headers={"accept": "text/html"})
    assert reply.status in {200, 302, 400}
    check_headers(reply)


def check(reply: Reply, path: str) -> None:
    check_headers(reply)
    if path == AUTHORIZE_URL:
        assert reply.status in {200, 303, 400, 413}, reply
        return
    assert reply.status in {200, 400, 401, 413}, reply
    if reply.status != 200:
        assert reply.json["error"] in TOKEN_ERRORS
        assert reply.header("x-mock-reason")


def test_a_long_body_is_not_read() -> None:
    reply = MOCK.send("POST", TOKEN_URL, b"a" * 70_000)
    assert (reply.status, reply.json["error"]) == (413, "invalid_request")


def test_no_secret_is_recorded() -> None:
    mock = Mock()
    code = mock.allow(scope="read")["code"]
    issued = mock.exchange(code, client_secret="long-secret-of-the-client").json
    mock.token(grant_type="password", username="ann", password="long-password-of-ann")
    mock.page(response_type="token", prompt="none")
    recorded = mock.admin("GET", "/requests").body.decode()
    assert TOKEN_URL in recorded
    secrets = [
        code,
        issued["access_token"],
        issued["refresh_token"],
        "long-secret-of-the-client",
        "long-password-of-ann",
    ]
    for secret in secrets:
        assert secret not in recorded
    assert "mock_at_" not in recorded.replace("mock_at_…", "")
