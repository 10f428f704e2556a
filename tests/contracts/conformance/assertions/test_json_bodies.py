"""Strict JSON parsing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.conformance.assertions.json_bodies import parse_json, snippet

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(VALUES)
def test_valid_json(value: object) -> None:
    assert parse_json(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    "body", [b"", b"{'a': 1}", b"NaN", b'{"a": Infinity}', b"[-Infinity]", b'\xef\xbb\xbf{"a": 1}', b'"\xe9"',
             '{"a": 1}'.encode("utf-16"), b"[1,]", b"[" * 200_000]
)  # fmt: skip
def test_invalid_json(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each has words of its own
        parse_json(body)


def test_snippets_are_short() -> None:
    assert snippet(b" {} \n") == "{}"
    assert snippet(b"x" * 1000, 10) == "x" * 10 + "…"
    assert snippet(b"\xff") == "\\xff"
