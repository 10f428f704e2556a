"""Values into the bytes of a media type."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.encode import encode, is_encodable, is_json, is_xml


@pytest.mark.parametrize(
    ("value", "media_type", "body"),
    [
        ({"a": "é"}, "application/json", '{"a":"é"}'),
        ("é", "application/json", '"é"'),
        ("é", "application/problem+json; charset=utf-8", '"é"'),
        ("é", "text/plain", "é"),
        (7, "text/plain", "7"),
        (None, "text/plain", "null"),
        ({"a": 1}, "text/csv", '{"a":1}'),
        ("raw", "application/octet-stream", "raw"),
        ("<a/>", "application/xml", "<a/>"),
    ],
)
def test_encode(value: Any, media_type: str, body: str) -> None:
    assert encode(value, media_type) == body.encode()


def test_xml_is_xml() -> None:
    assert encode({"a": 1}, "application/xml").startswith(b"<?xml")


@pytest.mark.parametrize(
    ("media_type", "json", "xml", "encodable"),
    [
        ("application/json", True, False, True),
        ("APPLICATION/JSON;x=y", True, False, True),
        ("application/hal+json", True, False, True),
        ("application/xml", False, True, True),
        ("text/xml", False, True, True),
        ("image/svg+xml", False, True, True),
        ("text/html", False, False, True),
        ("image/png", False, False, False),
        ("application/jsonp", False, False, False),
    ],
)
def test_kinds(media_type: str, json: bool, xml: bool, encodable: bool) -> None:
    assert (is_json(media_type), is_xml(media_type), is_encodable(media_type)) == (json, xml, encodable)
