"""JSON from clients: strict, deep only so far, numbers of any size."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.json_input import MAX_DEPTH, read_json


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"null", None),
        (b' {"a": [1, 2.5, "\\u00e9", true]} ', {"a": [1, 2.5, "é", True]}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b"12345678901234567890123456789", 12345678901234567890123456789),
        (b'"[[[["', "[[[["),
        (b'"\\"[' + b"[" * 200 + b'"', '"[' + "[" * 200),
        (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, None),
        (b"[" + b"[]," * 200 + b"[]]", None),
    ],
)
def test_read(text: bytes, value: Any) -> None:
    read = read_json(text)
    assert value is None or read == value


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[1,]",
        b"{'a':1}",
        b"NaN",
        b"1e999",
        b"9" * 5_000,
        b"01",
        b"[1] x",
        b'"a\x00b"',
        b"[1]\x00",
        b'"\xff"',
        b'"\\ud800"',
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
    ],
)
def test_what_is_not_json(text: bytes) -> None:
    with pytest.raises(ValueError, match="not JSON"):
        read_json(text)


@pytest.mark.parametrize(
    "text",
    [
        b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
        b'{"a":' * 101 + b"1" + b"}" * 101,
        b"[" * 1_000_000,
        b"[" * 900 + b"12345678901234567890" + b"]" * 900,
    ],
)
def test_too_deep(text: bytes) -> None:
    with pytest.raises(ValueError, match="nested deeper than 100 levels"):
        read_json(text)
