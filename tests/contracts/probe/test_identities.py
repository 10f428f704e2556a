"""Credentials: who may, with what, and where it goes in a request."""

from __future__ import annotations

import base64

import pytest

from contracts.messages import Request
from contracts.probe.identities import Identity, carried, chosen, documented
from contracts.spec.model import SchemeUse, SecurityRule, SecurityScheme
from tests.contracts.checks.subjects import document

BEARER = SecurityScheme("bearer", "http", scheme="bearer")
BASIC = SecurityScheme("basic", "http", scheme="basic")
OAUTH = SecurityScheme("oauth", "oauth2")
GET = Request("GET", "/a?x=1", (("cookie", "theme=dark; sid=old"),))


def key(location: str) -> SecurityScheme:
    return SecurityScheme("key", "apiKey", location=location, name="sid")


@pytest.mark.parametrize(
    ("scheme", "header", "value"),
    [
        (BEARER, "authorization", "Bearer a:b"),
        (OAUTH, "authorization", "Bearer a:b"),
        (BASIC, "authorization", f"Basic {base64.b64encode(b'a:b').decode()}"),
        (key("header"), "sid", "a:b"),
        (key("cookie"), "cookie", "theme=dark; sid=a:b"),
        (SecurityScheme("d", "http", scheme="digest"), "authorization", "Digest a:b"),
    ],
)
def test_where_a_credential_goes(scheme: SecurityScheme, header: str, value: str) -> None:
    assert carried(scheme, "a:b", GET).header(header) == value


def test_a_key_in_the_query_takes_the_place_of_another() -> None:
    once = carried(key("query"), "a&b", GET)
    assert once.target == "/a?x=1&sid=a%26b"
    assert carried(key("query"), "c", once).target == "/a?x=1&sid=c"


def test_mutual_tls_is_not_in_the_request() -> None:
    assert carried(SecurityScheme("tls", "mutualTLS"), "x", GET) == GET


READ, WRITE = SchemeUse(BEARER, ("read",)), SchemeUse(BEARER, ("read", "write"))
READER, ANYONE = Identity("reader", "r", ("read",)), Identity("anyone", "a")


def test_the_first_who_may_is_chosen() -> None:
    assert chosen([SecurityRule((READ,))], [READER, ANYONE]) == ((READ, READER),)
    assert chosen([SecurityRule((WRITE,))], [READER, ANYONE]) == ((WRITE, ANYONE),)
    assert chosen([SecurityRule((WRITE,))], [READER]) is None
    assert READER.missing(WRITE) == ("write",)


def test_the_first_rule_that_can_be_kept_counts() -> None:
    other = SchemeUse(key("header"), ())
    only = Identity("k", "k", scheme="key")
    assert chosen([SecurityRule((READ, other)), SecurityRule((other,))], [only]) == ((other, only),)
    assert chosen([], [READER]) == ()
    assert chosen([SecurityRule(())], []) == ()


def test_who_must_be_refused_is_never_chosen() -> None:
    assert chosen([SecurityRule((READ,))], [Identity("expired", "e", accepted=False)]) is None


def test_samples_of_a_document_belong_to_their_schemes() -> None:
    found = documented(document("openapi"))
    assert {one.scheme for one in found} >= {"ServerOpsBearerAuth", "TinesUserToken", "TracecatSession"}
    assert any(one.secret == "so_test_readonly" and one.scopes == ("cases:read",) for one in found)
    assert any(not one.accepted for one in found)
