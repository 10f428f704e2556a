"""Bodies of recorded messages as values, whatever form they came in."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.consumption.bodies import UNREAD, body_of, media_for
from contracts.messages import Request
from tests.mockserver.kit import load, only

FORM = {"type": "object", "properties": {"n": {"type": "integer"}, "tags": {"type": "array"}, "t": {"type": "string"}}}
PART = b"\r\n".join(
    [
        *(b"--b", b'Content-Disposition: form-data; name="n"', b"", b"5"),
        *(b"--b", b'Content-Disposition: form-data; name="t"; filename="f"', b"", b"abc"),
        b"--b--",
    ]
)


@pytest.mark.parametrize(
    ("content_type", "body", "value"),
    [
        ("application/json; charset=utf-8", b'{"n": 5}', {"n": 5}),
        ("application/problem+json", b"[]", []),
        ("application/json", b"{", UNREAD),
        ("application/json", b"[" * 100_000, UNREAD),
        (
            "application/x-www-form-urlencoded",
            b"n=5&tags=a&tags=b&t=+7&x=1",
            {"n": 5, "tags": ["a", "b"], "t": " 7", "x": "1"},
        ),
        ("multipart/form-data; boundary=b", PART, {"n": 5, "t": "abc"}),
        ("application/xml", b"<o><n>5</n></o>", {"n": 5}),
        ("application/xml", b"<o", UNREAD),
        ("application/octet-stream", b"\xff", UNREAD),
        ("", b"{}", UNREAD),
    ],
)
def test_forms(content_type: str, body: bytes, value: Any) -> None:
    content = {content_type.partition(";")[0] or "a/b": {"schema": FORM}}
    contract = load({"/x": {"post": {"requestBody": {"content": content}}}})
    documented = only(contract).request_body
    assert documented is not None
    headers = (("Content-Type", content_type),) if content_type else ()
    found = body_of(Request("POST", "/x", headers, body), documented.content[0])
    assert found is UNREAD if value is UNREAD else _plain(found) == value


def _plain(value: Any) -> Any:
    """Lists that a schema makes up are left out."""
    return {k: v for k, v in value.items() if v != []} if isinstance(value, dict) else value


@pytest.mark.parametrize(
    ("media_type", "found"),
    [("text/csv", "text/*"), ("text/plain", "text/plain"), ("image/png", "*/*"), ("", None)],
)
def test_the_media_type_that_is_documented(media_type: str, found: str | None) -> None:
    content = {name: {"schema": {}} for name in ("*/*", "text/*", "text/plain; charset=utf-8", "application/json")}
    body = only(load({"/x": {"post": {"requestBody": {"content": content}}}})).request_body
    assert body is not None
    media = media_for(body.content, media_type)
    assert (media.name.partition(";")[0] if media else None) == found
