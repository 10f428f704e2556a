"""What a user says of credentials and of values that exist."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import contracts
from contracts.errors import UsageError
from contracts.probe.given import identity, known_values, of_known_schemes
from contracts.probe.identities import Identity
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
def test_an_identity_is_read(text: str, expected: Identity) -> None:
    assert identity(text, ENVIRONMENT) == expected


@pytest.mark.parametrize("text", ["", "me", "me=", "=s3cret", "s3cret", ":s3cret"])
def test_what_is_no_identity_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        identity(text, ENVIRONMENT)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("variable", ["EMPTY", "NOT_THERE"])
def test_a_variable_without_a_value_is_named(variable: str) -> None:
    with pytest.raises(UsageError, match=variable):
        identity(f"me=${variable}", ENVIRONMENT)


@given(st.text(min_size=1).filter(lambda text: not text.startswith("$") and "\\" not in text))
def test_any_token_can_be_given(token: str) -> None:
    assert identity("me=" + token.replace(":", "\\:"), {}).secret == token


def test_an_unknown_scheme_is_named_with_those_that_there_are() -> None:
    contract = contracts.load(bundled_document())
    one = Identity("me", "abc", scheme="NoSuchScheme")
    with pytest.raises(UsageError, match="NoSuchScheme") as caught:
        of_known_schemes([one], contract)
    assert next(iter(contract.security_schemes)) in caught.value.hint
    assert "abc" not in str(caught.value)


def test_several_values_of_one_parameter_are_kept_in_order() -> None:
    assert known_values(["id=1", "ids=a=b", "id=2"]) == {"id": ("1", "2"), "ids": ("a=b",)}


@pytest.mark.parametrize("text", ["", "id", "id=", "=1"])
def test_what_is_no_known_value_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--known"):
        known_values([text])
