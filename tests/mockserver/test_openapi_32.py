"""Requests that only OpenAPI 3.2 can describe, and examples that are references."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, response

FORM = "application/x-www-form-urlencoded"
QUERY = {
    "type": "object",
    "required": ["a"],
    "properties": {"a": {"type": "integer"}, "b": {"type": "array", "items": {"type": "integer"}}},
}


def client(paths: dict[str, Any], **parts: Any) -> Client:
    return Client(create_app(document(paths, **{"openapi": "3.2.0", **parts})))


@pytest.mark.parametrize(
    ("media_type", "query", "status"),
    [
        ("application/json", "?%7B%22a%22%3A1%7D", 200),
        ("application/json", "?%7B%22a%22%3A%22x%22%7D", 400),
        ("application/json", "?%7B", 400),
        ("application/json", "", 400),
        (FORM, "?a=1&b=1&b=2", 200),
        (FORM, "?a=1&b=x", 400),
        (FORM, "?b=1", 400),
        (FORM, "", 400),
    ],
)
def test_the_whole_query_is_validated(media_type: str, query: str, status: int) -> None:
    parameter = {"name": "q", "in": "querystring", "required": True, "content": {media_type: {"schema": QUERY}}}
    operation = {"parameters": [parameter], "responses": {"200": response({"type": "integer"}), "400": response()}}
    assert client({"/x": {"get": operation}})("GET", f"/x{query}").status == status


def test_additional_operations_are_served() -> None:
    calls = client({"/x": {"additionalOperations": {"COPY": {"responses": {"204": {"description": "copied"}}}}}})
    assert calls("COPY", "/x").status == 204
    assert calls("GET", "/x").status == 405


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_an_example_that_is_a_reference_is_its_target(version: str) -> None:
    examples = {"examples": {"Two": {"value": {"a": 2}}}}
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
    media = response(schema, example={"$ref": "#/components/examples/Two"})
    calls = client({"/x": {"get": {"responses": {"200": media}}}}, openapi=version, components=examples)
    assert calls("GET", "/x", headers={"prefer": "dynamic=false"}).json == {"a": 2}


def test_a_reference_in_an_example_that_leads_to_nothing_is_data() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}, "example": {"$ref": "#/nothing"}}
    components = {"schemas": {"S": schema}}
    media = response({"$ref": "#/components/schemas/S"})
    assert client({"/x": {"get": {"responses": {"200": media}}}}, components=components)("GET", "/x").status == 200
