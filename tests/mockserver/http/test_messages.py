"""HTTP messages: reasons, headers, JSON, sending."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from contracts.failures import FailureKind
from mockserver.http.messages import (
    MAX_DEPTH,
    MAX_MESSAGE,
    MAX_REASON,
    Failure,
    MockResponse,
    decode_json,
    encode_json,
    first_error,
    json_response,
    printable,
    read_headers,
    read_json,
    send_response,
)


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (Failure(FailureKind.NOT_FOUND, "nothing there"), "not_found: nothing there"),
        (Failure(FailureKind.INVALID_BODY, "too long", "body/name"), "invalid_body body/name: too long"),
    ],
)
def test_reason(failure: Failure, reason: str) -> None:
    assert failure.reason == reason


@given(st.text())
def test_a_reason_is_one_printable_line(reason: str) -> None:
    ((name, value),) = MockResponse(400).with_reason(reason).headers
    assert name == b"x-mock-reason"
    assert len(value) <= MAX_REASON
    assert all(32 <= byte < 127 for byte in value)


def test_headers_cannot_be_injected() -> None:
    assert printable("a\r\nset-cookie: x=1\0") == b"a??set-cookie: x=1?"


def test_headers() -> None:
    raw = [(b"Accept", b"a"), (b"cookie", b"a=1"), (b"ACCEPT", b"b"), (b"Cookie", b"b=2"), (b"x", b"\xff")]
    assert read_headers(raw) == {"accept": "a, b", "cookie": "a=1; b=2", "x": "\xff"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": [1, None, True, "é"]}, '{"a":[1,null,true,"é"]}'),
        (10**30, "1" + "0" * 30),
        ({"big": 2**64, "é": 0.5}, '{"big":18446744073709551616,"é":0.5}'),
    ],
)
def test_json_encoding_and_decoding(value: Any, text: str) -> None:
    assert encode_json(value) == text.encode()
    assert decode_json(text.encode()) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_any_json_survives_encoding_and_decoding(value: Any) -> None:
    assert decode_json(encode_json(value)) == value


def sent(
    method: str, answer: MockResponse, extra: list[tuple[bytes, bytes]] | None = None
) -> tuple[int, dict[str, str], bytes]:
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    asyncio.run(send_response({"method": method}, send, answer, extra or []))
    start, body = messages
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body["body"]


def test_sending_a_response() -> None:
    answer = json_response(201, {"a": 1})
    assert sent("POST", answer, [(b"vary", b"Origin")]) == (
        201,
        {"content-length": "7", "content-type": "application/json", "vary": "Origin"},
        b'{"a":1}',
    )


def test_head_gets_only_headers() -> None:
    status, headers, body = sent("HEAD", json_response(200, [1]))
    assert (status, headers["content-length"], body) == (200, "3", b"")


@pytest.mark.parametrize("status", [204, 304])
def test_a_status_without_content(status: int) -> None:
    assert sent("GET", MockResponse(status, b"body", "text/plain")) == (status, {}, b"")


def test_an_empty_response() -> None:
    assert sent("GET", MockResponse(200)) == (200, {"content-length": "0"}, b"")


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
def test_conversion(text: bytes, value: Any) -> None:
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
def test_invalid_json(text: bytes) -> None:
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
def test_too_deeply_nested_json(text: bytes) -> None:
    with pytest.raises(ValueError, match="nested deeper than 100 levels"):
        read_json(text)


SCHEMA = {"properties": {"a": {"type": "array", "items": {"type": "integer"}}, "b/c": {"const": 1}}, "maxProperties": 2}


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": [1, "x"]}, "/a/1"),
        ({"b/c": 2}, "/b~1c"),
        ({"x": 1, "y": 2, "z": 3}, ""),
    ],
)
def test_location_of_an_error(value: Any, place: str) -> None:
    found = first_error(Draft202012Validator(SCHEMA), value)
    assert found is not None
    assert found[0] == place
    assert found[1]


def test_a_valid_value_has_no_error() -> None:
    assert first_error(Draft202012Validator(SCHEMA), {"a": [1]}) is None


def test_long_messages_are_cut() -> None:
    found = first_error(Draft202012Validator({"type": "integer"}), "x" * 100_000)
    assert found is not None
    assert len(found[1]) == MAX_MESSAGE
    assert found[1].endswith("…")


def test_a_deeply_nested_value() -> None:
    deep: Any = []
    for _ in range(1_500):
        deep = [deep]
    found = first_error(Draft202012Validator({"type": "object"}), deep)
    assert found is not None
    assert found[1]
