"""Credentials are sent as their scheme requires (OpenAPI 3.1, section 4.8.27), and never shown."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import contracts
from contracts.conformance.credentials import (
    Identity,
    add_credential,
    choose_credentials,
    documented_identities,
    parse_identity,
    parse_known_values,
    require_escaped_colons,
    require_known_schemes,
    secret_strings,
)
from contracts.errors import UsageError
from contracts.messages import Request
from contracts.spec.model import Contract, SchemeUse, SecurityRule, SecurityScheme
from mockserver.settings import bundled_document

REQUEST = Request("GET", "/a?b=c", (("cookie", "x=1"),))
SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=6, max_size=20)


def contract(**schemes: dict[str, Any]) -> Contract:
    return contracts.load(
        {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {"description": "ok"}}}}},
            "components": {"securitySchemes": schemes},
        }
    )


def scheme(**node: Any) -> SecurityScheme:
    return contract(it=node).security_schemes["it"]


KEY = {"type": "apiKey", "name": "key"}
FLOWS = {"clientCredentials": {"tokenUrl": "https://a.example/t", "scopes": {"read": "", "write": ""}}}


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"type": "http", "scheme": "bearer"}, REQUEST.with_header("authorization", "Bearer u:p")),
        ({"type": "http", "scheme": "basic"}, REQUEST.with_header("authorization", "Basic dTpw")),
        ({"type": "http", "scheme": "digest"}, REQUEST.with_header("authorization", "Digest u:p")),
        ({"type": "oauth2", "flows": FLOWS}, REQUEST.with_header("authorization", "Bearer u:p")),
        (
            {"type": "openIdConnect", "openIdConnectUrl": "https://a.example/o"},
            REQUEST.with_header("authorization", "Bearer u:p"),
        ),
        ({**KEY, "in": "header"}, REQUEST.with_header("key", "u:p")),
        ({**KEY, "in": "cookie"}, Request("GET", "/a?b=c", (("cookie", "x=1; key=u:p"),))),
        ({**KEY, "in": "query"}, Request("GET", "/a?b=c&key=u%3Ap", (("cookie", "x=1"),))),
        ({"type": "mutualTLS"}, REQUEST),
    ],
    ids=lambda node: (
        "-".join(str(node[key]) for key in ("type", "scheme", "in") if key in node) if isinstance(node, dict) else ""
    ),
)
def test_a_credential_is_sent_as_its_scheme_requires(node: dict[str, Any], expected: Request) -> None:
    assert add_credential(scheme(**node), "u:p", REQUEST) == expected


@pytest.mark.parametrize("location", ["header", "cookie", "query"])
def test_a_second_credential_replaces_the_first(location: str) -> None:
    known = scheme(**KEY, **{"in": location})
    assert add_credential(known, "two", add_credential(known, "one", REQUEST)) == add_credential(known, "two", REQUEST)


def uses(*scopes: str, key: str = "it") -> SecurityRule:
    return SecurityRule((SchemeUse(scheme_of(key), scopes),))


def scheme_of(key: str) -> SecurityScheme:
    node = {"type": "oauth2", "flows": FLOWS}
    return contract(it=node, other=node).security_schemes[key]


ALL = Identity("all", "a")
READER = Identity("reader", "r", ("read",), scheme="it")
OTHER = Identity("other", "o", scheme="other")
EXPIRED = Identity("expired", "e", accepted=False)


@pytest.mark.parametrize(
    ("rules", "identities", "expected"),
    [
        ((), (ALL,), ()),
        ((uses("read"),), (READER, ALL), ("reader",)),
        ((uses("read", "write"),), (READER, ALL), ("all",)),
        ((uses("write"),), (READER,), None),
        ((uses("write"), uses("read")), (READER,), ("reader",)),
        ((uses(),), (EXPIRED,), None),
        ((uses(),), (OTHER,), None),
        ((uses(key="other"),), (OTHER,), ("other",)),
        ((SecurityRule(()),), (), ()),
        ((SecurityRule(()), uses("read")), (READER,), ("reader",)),
        ((SecurityRule(()), uses("write")), (READER,), ()),
        ((SecurityRule((*uses("read").uses, *uses(key="other").uses)),), (READER, OTHER), ("reader", "other")),
        ((SecurityRule((*uses("read").uses, *uses(key="other").uses)),), (READER,), None),
    ],
)
def test_the_first_requirement_that_can_be_met_is_chosen(
    rules: tuple[SecurityRule, ...], identities: tuple[Identity, ...], expected: tuple[str, ...] | None
) -> None:
    found = choose_credentials(rules, identities)
    assert (found if found is None else tuple(identity.name for _, identity in found)) == expected


def test_the_first_identity_with_all_scopes_is_the_default() -> None:
    found = choose_credentials((uses("read"),), (Identity("one", "1"), Identity("two", "2")))
    assert found is not None
    assert [identity.name for _, identity in found] == ["one"]


def test_documented_credentials_have_their_scopes() -> None:
    known = {identity.secret: identity for identity in documented_identities(contracts.load(bundled_document()))}
    assert known["so_test_readonly"].scopes == ("cases:read",)
    assert known["so_test_readonly"].scheme
    assert not known["egain_test_user_expired"].accepted


PLACES = (
    scheme(type="http", scheme="basic"),
    *(scheme(**KEY, **{"in": place}) for place in ("header", "cookie", "query")),
)


@given(SECRETS, st.sampled_from(PLACES), st.sampled_from(["", "invalid"]))
def test_no_curl_line_shows_a_secret(secret: str, place: SecurityScheme, more: str) -> None:
    line = add_credential(place, secret + more, Request("GET", "/")).curl(
        "http://h", secret_strings([Identity("me", secret)])
    )
    assert secret not in line
    assert base64.b64encode(secret.encode()).decode()[:8] not in line


ENVIRONMENT = {"TOKEN": "from:here", "EMPTY": ""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("me=abc", Identity("me", "abc")),
        ("me=abc:read,write", Identity("me", "abc", ("read", "write"))),
        ("me=abc:cases:read,cases:write", Identity("me", "abc", ("cases:read", "cases:write"))),
        ("me=abc:", Identity("me", "abc", ())),
        ("me=user\\:word", Identity("me", "user:word")),
        ("me=user\\:word:read", Identity("me", "user:word", ("read",))),
        ("me=a=b==", Identity("me", "a=b==")),
        ("me=$TOKEN", Identity("me", "from:here", variable="TOKEN")),
        ("me=${TOKEN}:read", Identity("me", "from:here", ("read",), variable="TOKEN")),
        ("me@ApiKey=abc", Identity("me", "abc", scheme="ApiKey")),
        ("expired=abc", Identity("expired", "abc", accepted=False)),
        ("Revoked=abc:read", Identity("Revoked", "abc", ("read",), accepted=False)),
    ],
)
def test_valid_identities(text: str, expected: Identity) -> None:
    assert parse_identity(text, ENVIRONMENT) == expected


@pytest.mark.parametrize("text", ["", "me", "me=", "=s3cret", "s3cret", ":s3cret"])
def test_invalid_identities_are_rejected_without_showing_them(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_identity(text, ENVIRONMENT)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("variable", ["EMPTY", "NOT_THERE"])
def test_an_unset_variable_is_named(variable: str) -> None:
    with pytest.raises(UsageError, match=variable):
        parse_identity(f"me=${variable}", ENVIRONMENT)


@given(st.text(min_size=1).filter(lambda text: not text.startswith("$") and "\\" not in text))
def test_any_token_can_be_passed(token: str) -> None:
    assert parse_identity("me=" + token.replace(":", "\\:"), {}).secret == token


def test_an_unknown_scheme_is_reported_with_the_known_ones() -> None:
    contract = contracts.load(bundled_document())
    one = Identity("me", "abc", scheme="NoSuchScheme")
    with pytest.raises(UsageError, match="NoSuchScheme") as caught:
        require_known_schemes([one], contract)
    assert next(iter(contract.security_schemes)) in caught.value.hint
    assert "abc" not in str(caught.value)


def test_values_of_a_parameter_keep_their_order() -> None:
    assert parse_known_values(["id=1", "ids=a=b", "id=2"]) == {"id": ("1", "2"), "ids": ("a=b",)}


@pytest.mark.parametrize("text", ["", "id", "id=", "=1"])
def test_invalid_known_values_are_rejected(text: str) -> None:
    with pytest.raises(UsageError, match="--known"):
        parse_known_values([text])


def document_with(*schemes: dict[str, Any]) -> contracts.Contract:
    """A document with these security schemes, ``a``, ``b``, …."""
    return contracts.load(
        {
            "openapi": "3.1.0",
            "info": {"title": "Locks", "version": "1"},
            "paths": {},
            "components": {"securitySchemes": dict(zip("abc", schemes, strict=False))},
        }
    )


BASIC = {"type": "http", "scheme": "basic"}
FLOW = {"clientCredentials": {"tokenUrl": "https://t.test", "scopes": {"cases:read": "", "write": ""}}}
OAUTH = {"type": "oauth2", "flows": FLOW}


@pytest.mark.parametrize("text", ["me=admin:pa55word", "me=admin:pa:55,word", "me@a=admin:pa55word", "me=admin:cases"])
def test_an_unescaped_colon_between_user_and_password_is_explained(text: str) -> None:
    with pytest.raises(UsageError) as error:
        require_escaped_colons([parse_identity(text, {})], document_with(BASIC, OAUTH))
    assert f"--identity '{text.partition('=')[0]}=USER\\:PASSWORD'" in error.value.hint
    shown = error.value.message + error.value.hint
    assert "admin" not in shown
    assert "55" not in shown


@pytest.mark.parametrize(
    ("text", "schemes"),
    [
        ("me=admin\\:pa55word", (BASIC,)),
        ("me=admin\\:pa55word:cases:read", (BASIC, OAUTH)),
        ("me=token:cases:read,write", (BASIC, OAUTH)),
        ("me@b=token:unknown", (BASIC, OAUTH)),
        ("me=token:unknown", (OAUTH,)),
        ("me=token:", (BASIC,)),
        ("me=token", (BASIC,)),
        ("me=$LOGIN", (BASIC,)),
    ],
)
def test_other_colons_are_not(text: str, schemes: tuple[dict[str, Any], ...]) -> None:
    identity = parse_identity(text, {"LOGIN": "admin:pa55word"})
    require_escaped_colons([identity], document_with(*schemes))
