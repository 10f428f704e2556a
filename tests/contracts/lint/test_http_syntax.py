"""HTTP tokens, media types and URLs."""

from __future__ import annotations

import pytest

from contracts.lint.http_syntax import UNENCRYPTED, ParsedMediaType, is_token, read_media_type, url_error


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("application/json", ParsedMediaType("application", "json")),
        (" Text/HTML ; Charset=UTF-8", ParsedMediaType("text", "html", (("charset", "utf-8"),))),
        ("application/problem+json;charset=utf-8", ParsedMediaType("application", "problem+json")),
        ('a/b; d="x;\\"y"; c=D;', ParsedMediaType("a", "b", (("c", "D"), ("d", 'x;"y')))),
        ("*/*", ParsedMediaType("*", "*")),
    ],
)
def test_a_media_type_is_normalized(name, expected):
    assert read_media_type(name) == expected


@pytest.mark.parametrize(
    "name", ["", "json", "a/", "/b", "a/b/c", "a b/c", "a/b; c", "a/b; c=", "a/b, c/d", 'a/b; c="d']
)
def test_an_invalid_media_type_is_rejected(name):
    assert read_media_type(name) is None


@pytest.mark.parametrize(
    ("name", "expected"), [("X-Id", True), ("a b", False), ("a:", False), ("", False), ("a\n", False)]
)
def test_a_token_has_no_space_and_no_separator(name, expected):
    assert is_token(name) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/a%20b?c=d#e", ""),
        ("/v1", ""),
        ("", ""),
        ("mailto:a@example.com", ""),
        ("https://exa mple.com", "contains a space"),
        ("https://example.com/<id>", "contains '<'"),
        ("https:///v1", "has no host"),
        ("https://example.com:http/", "is invalid"),
    ],
)
def test_the_error_of_an_invalid_url(url, expected):
    assert url_error(url).startswith(expected)
    assert bool(url_error(url)) is bool(expected)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.com", True),
        ("HTTP://example.com", True),
        ("https://example.com", False),
        ("http://localhost:8080", False),
        ("http://127.0.0.1/v1", False),
        ("http://mock.local/v1", False),
        ("http://local.example.com", True),
        ("/v1", False),
    ],
)
def test_only_other_machines_need_tls(url, expected):
    assert bool(UNENCRYPTED.match(url)) is expected
