"""Authentication: all schemes, their combinations, scopes; no credential in a message."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.failures import FailureKind
from contracts.spec.extensions import Credentials, SampleCredential
from contracts.spec.model import SchemeUse, SecurityRule, SecurityScheme
from mockserver.auth import Authenticator
from mockserver.http.messages import Failure
from tests.mockserver.kit import make_request

HEADER_KEY = SecurityScheme("header", "apiKey", "header", "X-Key")
QUERY_KEY = SecurityScheme("query", "apiKey", "query", "api key")
COOKIE_KEY = SecurityScheme("cookie", "apiKey", "cookie", "sid")
BASIC = SecurityScheme("basic", "http", scheme="basic")
BEARER = SecurityScheme("bearer", "http", scheme="bearer")
DIGEST = SecurityScheme("digest", "http", scheme="digest")
OAUTH2 = SecurityScheme("oauth", "oauth2", scopes=("read", "write"))
OPENID = SecurityScheme("openid", "openIdConnect")
NOTHING: Mapping[str, Any] = {}
MUTUAL = SecurityScheme("tls", "mutualTLS")


def rule(*uses: SecurityScheme | tuple[SecurityScheme, tuple[str, ...]]) -> SecurityRule:
    return SecurityRule(tuple(SchemeUse(*use) if isinstance(use, tuple) else SchemeUse(use, ()) for use in uses))


def basic(text: str | bytes) -> str:
    raw = text if isinstance(text, bytes) else text.encode()
    return "Basic " + base64.b64encode(raw).decode()


def judge(
    rules: SecurityRule | tuple[SecurityRule, ...],
    headers: Mapping[str, str] | list[tuple[str, str]] = NOTHING,
    query: str = "",
    tokens: Mapping[str, Any] = NOTHING,
) -> Failure | None:
    """The result of the authenticator: the 401, else the 403, else ``None``."""
    gate = Authenticator(rules if isinstance(rules, tuple) else (rules,), tokens)
    request = make_request(f"/x?{query}", headers)
    return gate.identify(request) or gate.authorise(request)


@pytest.mark.parametrize(
    ("scheme", "headers", "query"),
    [
        (HEADER_KEY, {"x-key": "k"}, ""),
        (HEADER_KEY, {"X-KEY": " k "}, ""),
        (QUERY_KEY, {}, "api%20key=k"),
        (QUERY_KEY, {}, "api+key=k%2B"),
        (COOKIE_KEY, {"cookie": "a=b; sid=k"}, ""),
        (COOKIE_KEY, {"cookie": "broken[0]={1}; =x; sid=k; y"}, ""),
        (COOKIE_KEY, {"cookie": 'sid="k"'}, ""),
        (SecurityScheme("c", "apiKey", "cookie", "path"), {"cookie": "path=k"}, ""),
        (BASIC, {"authorization": basic("me:secret")}, ""),
        (BASIC, {"authorization": basic("me:")}, ""),
        (BASIC, {"authorization": basic("me:a:b")}, ""),
        (BASIC, {"authorization": basic("Müller:s")}, ""),
        (BASIC, {"authorization": basic("me:s").replace("Basic", "BASIC")}, ""),
        (BEARER, {"authorization": "Bearer abc.def-_~+/=="}, ""),
        (BEARER, {"authorization": "bearer   abc"}, ""),
        (OAUTH2, {"authorization": "Bearer abc"}, ""),
        (OPENID, {"authorization": "Bearer abc"}, ""),
        (DIGEST, {"authorization": 'Digest username="me", nonce="n"'}, ""),
        (MUTUAL, {}, ""),
    ],
)
def test_accepted(scheme: SecurityScheme, headers: dict[str, str], query: str) -> None:
    assert judge(rule(scheme), headers, query) is None


@pytest.mark.parametrize(
    ("scheme", "headers", "query"),
    [
        (HEADER_KEY, {}, ""),
        (HEADER_KEY, {"x-key": ""}, ""),
        (HEADER_KEY, {"x-key": "  "}, ""),
        (HEADER_KEY, {}, "X-Key=k"),
        (QUERY_KEY, {"api key": "k"}, ""),
        (QUERY_KEY, {}, "api%20key="),
        (QUERY_KEY, {}, "api%20key"),
        (QUERY_KEY, {}, "API%20KEY=k"),
        (COOKIE_KEY, {"cookie": "side=k"}, ""),
        (COOKIE_KEY, {"cookie": "sid="}, ""),
        (COOKIE_KEY, {"sid": "k"}, ""),
        (BASIC, {"authorization": "Basic"}, ""),
        (BASIC, {"authorization": "Basic "}, ""),
        (BASIC, {"authorization": "Basic me:secret"}, ""),
        (BASIC, {"authorization": "Basic é"}, ""),
        (BASIC, {"authorization": "Basic YQ=v="}, ""),
        (BASIC, {"authorization": basic("nocolon")}, ""),
        (BASIC, {"authorization": basic(":nobody")}, ""),
        (BASIC, {"authorization": basic(b"\xff\xfe:x")}, ""),
        (BASIC, {"authorization": "Bearer abc"}, ""),
        (BEARER, {"authorization": "abc"}, ""),
        (BEARER, {"authorization": "Bearer"}, ""),
        (BEARER, {"authorization": "Bearer a b"}, ""),
        (BEARER, {"authorization": "Bearer a,b"}, ""),
        (BEARER, {"authorization": "Bearer ="}, ""),
        (BEARER, {"authorization": "Bearer é"}, ""),
        (BEARER, {"authorization": "Bearera"}, ""),
        (BEARER, {"authorization": "Bearer\tabc"}, ""),
        (OAUTH2, {"authorization": basic("me:s")}, ""),
        (DIGEST, {"authorization": "Digest"}, ""),
    ],
)
def test_refused(scheme: SecurityScheme, headers: dict[str, str], query: str) -> None:
    failure = judge(rule(scheme), headers, query)
    assert failure is not None
    assert failure.kind is FailureKind.UNAUTHENTICATED


def test_two_authorization_headers_are_refused() -> None:
    failure = judge(rule(BEARER), [("authorization", "Bearer abc"), ("authorization", "Bearer def")])
    assert failure is not None


@pytest.mark.parametrize("word", ["invalid", "Expired", "REVOKED", "my-invalid-token"])
@pytest.mark.parametrize("scheme", [HEADER_KEY, BEARER])
def test_credentials_with_refused_words(scheme: SecurityScheme, word: str) -> None:
    failure = judge(rule(scheme), {"x-key": word, "authorization": f"Bearer {word}"})
    assert failure is not None


def test_refused_word_in_a_basic_credential() -> None:
    assert judge(rule(BASIC), {"authorization": basic("me:expired")}) is not None


@pytest.mark.parametrize(
    ("scheme", "place", "challenge"),
    [
        (HEADER_KEY, "header/X-Key", "ApiKey"),
        (QUERY_KEY, "query/api key", "ApiKey"),
        (COOKIE_KEY, "cookie/sid", "ApiKey"),
        (BASIC, "header/authorization", "Basic"),
        (BEARER, "header/authorization", "Bearer"),
        (DIGEST, "header/authorization", "Digest"),
        (OAUTH2, "header/authorization", "Bearer"),
        (OPENID, "header/authorization", "Bearer"),
    ],
)
def test_a_failure_has_location_and_challenge(scheme: SecurityScheme, place: str, challenge: str) -> None:
    failure = judge(rule(scheme))
    assert failure is not None
    assert (failure.location, failure.scheme) == (place, challenge)


@pytest.mark.parametrize(("scheme", "challenge"), [(COOKIE_KEY, "ApiKey"), (BEARER, "Bearer"), (BASIC, "Basic")])
def test_a_missing_scope_has_a_challenge(scheme: SecurityScheme, challenge: str) -> None:
    credential = {"cookie": "sid=a", "authorization": basic("me:s") if scheme is BASIC else "Bearer a"}
    failure = judge(rule((scheme, ("write",))), credential, tokens={"a": ("read",), "me:s": ()})
    assert failure is not None
    assert (failure.kind, failure.scheme) == (FailureKind.FORBIDDEN, challenge)


# ---------------------------------------------------------------------- AND, OR, optional


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({"x-key": "k", "authorization": "Bearer t"}, True),
        ({"x-key": "k"}, False),
        ({"authorization": "Bearer t"}, False),
        ({"x-key": "invalid", "authorization": "Bearer t"}, False),
    ],
)
def test_all_schemes_of_a_requirement_must_accept(headers: dict[str, str], accepted: bool) -> None:
    assert (judge(rule(HEADER_KEY, BEARER), headers) is None) is accepted


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({"x-key": "k"}, True),
        ({"authorization": "Bearer t"}, True),
        ({"x-key": "invalid", "authorization": "Bearer t"}, True),
        ({}, False),
    ],
)
def test_one_requirement_of_several_is_enough(headers: dict[str, str], accepted: bool) -> None:
    assert (judge((rule(HEADER_KEY), rule(BEARER)), headers) is None) is accepted


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer t"}, {"authorization": "Bearer invalid"}])
def test_an_empty_requirement_accepts_every_request(headers: dict[str, str]) -> None:
    assert judge((rule(), rule(BEARER)), headers) is None


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({}, True),
        ({"x-key": "k"}, True),
        ({"authorization": "Bearer t"}, True),
        ({"authorization": "Bearer invalid"}, False),
        ({"x-key": "invalid", "authorization": "Bearer t"}, True),
    ],
)
def test_an_invalid_credential_is_rejected_where_the_operation_documents_401(
    headers: dict[str, str], accepted: bool
) -> None:
    gate = Authenticator((rule(), rule(HEADER_KEY), rule(BEARER)), {}, rejects_invalid=True)
    assert (gate.identify(make_request(headers=headers)) is None) is accepted


# ---------------------------------------------------------------------- scopes, tokens, samples

TOKENS = {"all": None, "reader": ("read",), "none": (), "invalid-but-mine": None, "bad form!": None}


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("all", None),
        ("reader", FailureKind.FORBIDDEN),
        ("none", FailureKind.FORBIDDEN),
        ("invalid-but-mine", None),
        ("unknown", None),
        ("invalid", FailureKind.UNAUTHENTICATED),
    ],
)
def test_scopes_of_configured_tokens(token: str, kind: FailureKind | None) -> None:
    failure = judge(
        rule((OAUTH2, ("read", "write"))),
        {"authorization": f"Bearer {token}"},
        tokens=TOKENS,
    )
    assert (failure.kind if failure else None) == kind


def test_missing_scopes_are_listed() -> None:
    failure = judge(rule((OAUTH2, ("read", "write", "admin"))), {"authorization": "Bearer reader"}, tokens=TOKENS)
    assert failure is not None
    assert failure.detail == "the credential lacks the scope write, admin"


def test_an_accepting_alternative_precedes_a_missing_scope() -> None:
    rules = (rule((OAUTH2, ("write",))), rule((OAUTH2, ("read",))))
    assert judge(rules, {"authorization": "Bearer reader"}, tokens=TOKENS) is None


def test_a_missing_scope_is_reported_before_a_missing_credential() -> None:
    rules = (rule(HEADER_KEY), rule((OAUTH2, ("write",))))
    failure = judge(rules, {"authorization": "Bearer reader"}, tokens=TOKENS)
    assert failure is not None
    assert failure.kind is FailureKind.FORBIDDEN


def test_identify_leaves_missing_scopes_to_authorise() -> None:
    gate = Authenticator((rule((OAUTH2, ("write",))),), TOKENS)
    request = make_request(headers={"authorization": "Bearer reader"})
    assert gate.identify(request) is None
    denial = gate.authorise(request)
    assert denial is not None
    assert denial.kind is FailureKind.FORBIDDEN


SAMPLED = SecurityScheme(
    "bearer",
    "http",
    scheme="bearer",
    credentials=Credentials(
        "^so_live_[a-z0-9]+$",
        (
            SampleCredential("so_live_reader", ("read",)),
            SampleCredential("so_live_admin"),
            SampleCredential("so_live_gone", accepted=False, note="its session has ended"),
            SampleCredential("odd", None),
        ),
    ),
)


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("so_live_admin", None),
        ("so_live_reader", FailureKind.FORBIDDEN),
        ("so_live_gone", FailureKind.UNAUTHENTICATED),
        ("so_live_other", None),
        ("so_test_other", FailureKind.UNAUTHENTICATED),
        ("so_live_invalid", FailureKind.UNAUTHENTICATED),
        ("odd", None),
    ],
)
def test_samples_and_pattern_of_the_document(token: str, kind: FailureKind | None) -> None:
    failure = judge(rule((SAMPLED, ("read", "write"))), {"authorization": f"Bearer {token}"})
    assert (failure.kind if failure else None) == kind


def test_a_configured_token_precedes_a_sample() -> None:
    failure = judge(
        rule((SAMPLED, ("write",))),
        {"authorization": "Bearer so_live_gone"},
        tokens={"so_live_gone": ("write",)},
    )
    assert failure is None


CLOSED = SecurityScheme(
    "user",
    "oauth2",
    credentials=Credentials(samples=(SampleCredential("ann", claims={"actor": "user"}),), only_samples=True),
)
OPEN = SecurityScheme("client", "oauth2", credentials=Credentials(claims={"actor": "client"}))
SESSION = SecurityScheme("session", "apiKey", "header", "X-Session", credentials=Credentials(claims={"actor": "user"}))
ACTORS = (rule(OPEN), rule(SESSION), rule(CLOSED))


@pytest.mark.parametrize(
    ("headers", "actor"),
    [
        ({"authorization": "Bearer ann"}, "user"),
        ({"authorization": "Bearer anyone"}, "client"),
        ({"x-session": "s-1"}, "user"),
        ({"authorization": "Bearer expired", "x-session": "s-1"}, "user"),
        ({"authorization": "Bearer ann", "x-session": "expired"}, "user"),
    ],
)
def test_schemes_with_only_samples_are_checked_first(headers: dict[str, str], actor: str) -> None:
    request = make_request(headers=headers)
    assert Authenticator(ACTORS, {}).identify(request) is None
    assert request.claims == {"actor": actor}


def test_samples_of_other_schemes_are_not_accepted() -> None:
    closed = SecurityScheme(
        "user",
        "oauth2",
        credentials=Credentials(samples=(SampleCredential("guest", ()),), only_samples=True),
    )
    gate = Authenticator((rule(OPEN), rule((closed, ("read",)))), {})
    request = make_request(headers={"authorization": "Bearer guest"})
    assert gate.identify(request) is None
    denial = gate.authorise(request)
    assert denial is not None
    assert denial.kind is FailureKind.FORBIDDEN


def test_configured_tokens_are_not_accepted_with_only_samples() -> None:
    request = make_request(headers={"authorization": "Bearer mine"})
    assert Authenticator(ACTORS, {"mine": None}).identify(request) is None
    assert request.claims == {"actor": "client"}


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({}, "unauthenticated header/authorization: the Authorization header is missing"),
        ({"x-session": "expired"}, "unauthenticated header/X-Session: the credential is invalid, expired or revoked"),
        ({"authorization": "Basic eA=="}, "unauthenticated header/authorization: the Authorization header does not"),
    ],
)
def test_a_refused_credential_is_reported_before_a_missing_one(headers: dict[str, str], reason: str) -> None:
    failure = Authenticator(ACTORS, {}).identify(make_request(headers=headers))
    assert failure is not None
    assert failure.reason.startswith(reason)


def test_a_refused_sample_is_reported_with_its_note() -> None:
    failure = judge(rule(SAMPLED), {"authorization": "Bearer so_live_gone"})
    assert failure is not None
    assert failure.detail == "the credential is refused: its session has ended"


# ---------------------------------------------------------------------- hostile input

# Marked, since hypothesis also generates words from our own source, such as "unauthenticated".
SECRET = st.text(st.characters(min_codepoint=33, max_codepoint=255), min_size=8, max_size=30).map("~7~{}".format)


@given(SECRET, st.sampled_from([HEADER_KEY, QUERY_KEY, COOKIE_KEY, BASIC, BEARER, DIGEST, SAMPLED]))
def test_credentials_are_never_shown(secret: str, scheme: SecurityScheme) -> None:
    marked = f"invalid{secret}"
    headers = {"x-key": marked, "cookie": f"sid={marked}", "authorization": f"{scheme.scheme or 'Bearer'} {marked}"}
    failure = judge(rule(scheme), headers, f"api+key={quote(secret)}invalid")
    assert failure is None or secret not in failure.reason
    if scheme is not COOKIE_KEY:  # a cookie ends at a semicolon
        assert failure is not None


@given(st.text(st.characters(max_codepoint=255), max_size=40))
def test_any_authorization_header_is_accepted_or_refused(text: str) -> None:
    for scheme in (BASIC, BEARER, DIGEST, OAUTH2, SAMPLED):
        for header in (text, f"{scheme.scheme} {text}", basic(text.encode("latin-1"))):
            failure = judge(rule(scheme), {"authorization": header})
            assert failure is None or failure.kind is FailureKind.UNAUTHENTICATED
