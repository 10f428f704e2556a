"""What a user says of identities and values on the command line."""

from __future__ import annotations

import pytest

from contracts.errors import UsageError, render
from contracts.probe.given import identity, known_values


@pytest.mark.parametrize(
    ("text", "secret", "scopes"),
    [
        ("me=abc", "abc", None),
        ("me=abc:cases:read,cases:write", "abc", ("cases:read", "cases:write")),
        ("me=abc:", "abc", ()),
        (r"me=user\:pass:x", "user:pass", ("x",)),
        ("me=a=b", "a=b", None),
        ("me=$TOKEN:x", "from outside", ("x",)),
        ("me=${TOKEN}", "from outside", None),
    ],
)
def test_identity(text: str, secret: str, scopes: tuple[str, ...] | None) -> None:
    found = identity(text, {"TOKEN": "from outside"})
    assert (found.name, found.secret, found.scopes, found.accepted) == ("me", secret, scopes, True)


def test_an_expired_one_is_to_be_refused() -> None:
    assert not identity("expired=abc", {}).accepted


@pytest.mark.parametrize("text", ["s3cret", "=s3cret", "me=", "me=$NONE"])
def test_wrong_identities_are_not_repeated(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        identity(text, {})
    assert "s3cret" not in render(caught.value)


def test_known_values() -> None:
    assert known_values(["id=1", "id=2", "name=a=b"]) == {"id": ("1", "2"), "name": ("a=b",)}
    with pytest.raises(UsageError):
        known_values(["id"])
