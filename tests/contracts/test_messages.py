"""Requests and responses: case-insensitive headers, and curl commands."""

from __future__ import annotations

import shlex

from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.messages import Request, Response


def test_headers_are_case_insensitive_and_joined() -> None:
    request = Request("GET", "/a?b=1", (("Accept", "a/b"), ("ACCEPT", "c/d"), ("X-Other", "1")))
    assert request.header("accept") == "a/b, c/d"
    assert request.header("none") is None
    assert request.without("accept").headers == (("X-Other", "1"),)
    assert request.with_header("x-other", "2").headers == (*request.headers[:2], ("x-other", "2"))
    assert request.path == "/a"


def test_with_body_sets_content_type() -> None:
    request = Request("PUT", "/a", (("Content-Type", "text/plain"),)).with_body(b"{}", "application/json")
    assert request.headers == (("content-type", "application/json"),)
    assert request.body == b"{}"


def test_response() -> None:
    response = Response(201, (("Content-Type", "Application/JSON; charset=utf-8"),), b'{"a": 1}')
    assert response.media_type == "application/json"
    assert response.json == {"a": 1}
    assert response.is_success
    assert not Response(302).is_success
    assert Response(302).media_type == ""


def test_curl() -> None:
    request = Request("POST", "/a b", (("authorization", "Bearer s3cret"),), b"it's")
    line = request.curl("http://h", ["s3cret"])
    assert shlex.split(line) == [
        "curl", "-i", "-X", "POST", "-H", "authorization: Bearer …", "-H", "content-type:",
        "--data-binary", "it's", "http://h/a b",
    ]  # fmt: skip


PRINTABLE = st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp", "Zs"])


@given(st.text(PRINTABLE).filter(lambda text: len(set(text)) * 60 > len(text)), st.text(PRINTABLE, min_size=1))
def test_curl_is_one_shell_command(body: str, value: str) -> None:
    line = Request("PUT", "/x", (("x-key", value), ("content-type", "a/b")), body.encode()).curl("http://h")
    assert line.isprintable()
    if value.isascii():
        words = shlex.split(line)
        assert words[:4] == ["curl", "-i", "-X", "PUT"]
        assert words[-1] == "http://h/x"
        assert not body or body in words


@given(st.text(min_size=1), st.binary())
def test_curl_hides_secrets(secret: str, body: bytes) -> None:
    assume(secret not in "Bearer ")  # it is masked everywhere
    headers = (("authorization", f"Bearer {secret}"),)
    line = Request("POST", "/x", headers, body + secret.encode("utf-8", "surrogatepass")).curl("http://h", [secret])
    assert "Bearer …" in line
