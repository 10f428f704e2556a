"""Names and values that HTTP can express (RFC 9110, section 5)."""

from __future__ import annotations

import pytest

from contracts.http_syntax import is_field_value, is_token


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("X-Request-Id", True),
        ("a!#$%&'*+.^_`|~9", True),
        ("", False),
        ("a b", False),
        ("a:", False),
        ("a\n", False),
        ("é", False),
    ],
)
def test_tokens(name: str, expected: bool) -> None:
    assert is_token(name) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", True),
        ("a\tb c~", True),
        ("é", True),
        ("a\r\nb: c", False),
        ("\x00", False),
        ("\x7f", False),
        ("ж", False),
        ("a\n", False),
    ],
)
def test_values(value: str, expected: bool) -> None:
    assert is_field_value(value) is expected
