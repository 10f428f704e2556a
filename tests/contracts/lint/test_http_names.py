import pytest

from contracts.lint.http_names import ParsedMediaType, is_token, read_media_type


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
