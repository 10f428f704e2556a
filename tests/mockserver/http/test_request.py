"""The request context: query, cookies, headers, percent-decoding."""

from __future__ import annotations

import pytest

from mockserver.http.request import ABSENT, RequestContext, decode, decode_segment, parse_cookies, parse_query
from tests.mockserver.kit import http_scope, make_request


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", {}),
        ("a=1", {"a": ["1"]}),
        ("a=1&a=2", {"a": ["1", "2"]}),
        ("a", {"a": [""]}),
        ("a=", {"a": [""]}),
        ("a=b=c", {"a": ["b=c"]}),
        ("=b", {"": ["b"]}),
        ("&&a=1&", {"a": ["1"]}),
        ("a%20b+c=%20+", {"a b c": ["%20+"]}),
        ("filter%5Bx%5D=1", {"filter[x]": ["1"]}),
        ("%ff=1", {"\ufffd": ["1"]}),
        ("a;b=1", {"a;b": ["1"]}),
    ],
)
def test_query_names_are_decoded_but_not_values(text: str, query: dict[str, list[str]]) -> None:
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("header", "cookies"),
    [
        ("", {}),
        ("a=1", {"a": "1"}),
        ("a=1; b=2", {"a": "1", "b": "2"}),
        ("a=1;b=2", {"a": "1", "b": "2"}),
        ('a="1 2"', {"a": "1 2"}),
        ('a="', {"a": '"'}),
        ("a=b=c", {"a": "b=c"}),
        ("a=1; a=2", {"a": "1"}),
        ("a=", {"a": ""}),
        ("version=1; path=/x; secure=no", {"version": "1", "path": "/x", "secure": "no"}),
        ('junk; {"x":1}; [y]=2; =3; a=1', {"[y]": "2", "a": "1"}),
    ],
)
def test_cookies(header: str, cookies: dict[str, str]) -> None:
    assert parse_cookies(header) == cookies


def test_cookies_of_several_headers_are_joined() -> None:
    assert make_request(headers=[("cookie", "a=1"), ("cookie", "b=2")]).cookies == {"a": "1", "b": "2"}


@pytest.mark.parametrize(
    ("text", "plus", "decoded"),
    [
        ("a+b", False, "a+b"),
        ("a+b", True, "a b"),
        ("a%2Bb", True, "a+b"),
        ("%C3%A9", False, "é"),
        ("\xc3\xa9", False, "é"),  # raw UTF-8 bytes, as latin-1 text
        ("100%", True, "100%"),
        ("%zz", True, "%zz"),
        ("%00", False, "\0"),
        ("%252F", False, "%2F"),
    ],
)
def test_decode(text: str, plus: bool, decoded: str) -> None:
    assert decode(text, plus=plus) == decoded


def test_decode_refuses_what_is_not_utf8() -> None:
    with pytest.raises(UnicodeDecodeError):
        decode("%ff")
    assert decode("%ff", errors="replace") == "\ufffd"


@pytest.mark.parametrize("text", ["%", "a%2", "%zz", "%%41"])
def test_decode_refuses_a_path_with_a_broken_escape(text: str) -> None:
    with pytest.raises(ValueError, match="percent sign"):
        decode_segment(text)


def test_headers_are_case_insensitive_and_joined() -> None:
    scope = http_scope("GET", "/x")
    scope["headers"] = [(b"Accept", b"a/b"), (b"ACCEPT", b"c/d"), (b"X-Latin", b"\xe9")]
    assert RequestContext(scope).headers == {"accept": "a/b, c/d", "x-latin": "é"}


def test_absent_is_falsy_and_not_none() -> None:
    assert not ABSENT
    assert ABSENT is not None
    assert make_request().payload is ABSENT
