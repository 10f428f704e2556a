"""Parsing of --identity and --known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import contracts
from contracts.conformance.credentials import Identity, parse_identity, parse_known_values, require_known_schemes
from contracts.errors import UsageError
from mockserver.settings import bundled_document

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
        ("me=$TOKEN", Identity("me", "from:here")),
        ("me=${TOKEN}:read", Identity("me", "from:here", ("read",))),
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
