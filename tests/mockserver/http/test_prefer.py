"""The supported preferences in a ``Prefer`` header (RFC 7240, section 2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.http.prefer import KNOWN, parse_prefer


@pytest.mark.parametrize(
    ("header", "preferences"),
    [
        ("", {}),
        ("code=404", {"code": "404"}),
        ("code=404, example=gone", {"code": "404", "example": "gone"}),
        ("code=404; example=gone", {"code": "404", "example": "gone"}),
        ('CODE = "404"', {"code": "404"}),
        ("code=404, code=200", {"code": "404"}),
        ("respond-async, wait=10, dynamic=true", {"dynamic": "true"}),
        ('example="not found, gone; for good"', {"example": "not found, gone; for good"}),
        (r'example="a \"b\" c"', {"example": 'a "b" c'}),
        ("example=a=b", {"example": "a=b"}),
        ("seed=7", {"seed": "7"}),
        ("example=not found", {"example": "not found"}),
        ("dynamic", {"dynamic": ""}),
        ('example="open, code=404', {"example": '"open, code=404'}),
    ],
)
def test_parse(header: str, preferences: dict[str, str]) -> None:
    assert parse_prefer(header) == preferences


@given(st.text(max_size=60))
def test_any_header_gives_only_supported_preferences(header: str) -> None:
    assert parse_prefer(header).keys() <= KNOWN


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_quoted_values_are_unquoted(value: str) -> None:
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    assert parse_prefer(f'example="{quoted}", seed=1') == {"example": value, "seed": "1"}
