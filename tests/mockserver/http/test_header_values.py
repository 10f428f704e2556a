"""Values of response headers whose format HTTP defines."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.http.header_values import standard_value
from tests.mockserver.kit import Client, load, response


def sent(**headers: Any) -> dict[str, str]:
    node = {**response({"type": "object"}), "headers": headers}
    reply = Client(create_app(load({"/x": {"get": {"responses": {"200": node}}}})))("GET", "/x")
    return dict(reply.headers)


@pytest.mark.parametrize("name", ["ETag", "etag"])
def test_an_entity_tag(name: str) -> None:
    value_of = standard_value(name)
    assert value_of is not None
    assert re.fullmatch('"[0-9a-f]{16}"', value_of("a"))
    assert value_of("a") == value_of("a") != value_of("b")


def test_dates() -> None:
    found = sent(**{"Last-Modified": {"schema": {"type": "string"}}, "Expires": {"schema": {"type": "string"}}})
    assert parsedate_to_datetime(found["last-modified"]).tzinfo
    assert found["expires"].endswith(" GMT")


def test_the_schema_takes_precedence() -> None:
    found = sent(
        **{
            "Last-Modified": {"schema": {"type": "string", "format": "date-time"}},
            "Expires": {"schema": {}, "example": 0},
        }
    )
    assert "T" in found["last-modified"]
    assert found["expires"] == "0"


def test_other_headers_have_no_format() -> None:
    assert standard_value("x-other") is None


def test_headers_with_content_are_encoded_in_its_media_type() -> None:
    schema = {"type": "object", "required": ["k"], "properties": {"k": {"const": 1}}}
    found = sent(
        **{
            "X-Example": {"content": {"application/json": {"schema": schema, "example": {"k": "ü"}}}},
            "X-Schema": {"content": {"application/json": {"schema": schema}}},
            "X-Text": {"content": {"text/plain": {"example": "plain, text"}}},
        }
    )
    assert (found["x-example"], found["x-schema"], found["x-text"]) == ('{"k":"%C3%BC"}', '{"k":1}', "plain, text")


def test_a_location_is_a_url() -> None:
    assert sent(Location={"schema": {"type": "string"}})["location"] == "/"
    assert sent(Location={"schema": {"type": "string"}, "example": "/y"})["location"] == "/y"
    assert sent(Location={"schema": {"type": "string", "pattern": "^http://x/a$"}})["location"] == "http://x/a"
