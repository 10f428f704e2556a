import pytest

from contracts.linting.http_names import MediaType, is_token, read_media_type


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("application/json", MediaType("application", "json")),
        (" Text/HTML ; Charset=UTF-8", MediaType("text", "html", (("charset", "utf-8"),))),
        ("application/problem+json;charset=utf-8", MediaType("application", "problem+json")),
        ('a/b; d="x;\\"y"; c=D;', MediaType("a", "b", (("c", "D"), ("d", 'x;"y')))),
        ("*/*", MediaType("*", "*")),
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
