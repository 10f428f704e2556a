"""Messages about values show patterns as they are in the document, not as they are translated for the validator."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.conformance.assertions.response_checks import wrong_body
from contracts.messages import Response
from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, load, response

PATTERNS = [
    r"^.{3,65535}$",
    r"^[\w-.]+@\w+$",
    r"^\p{XDigit}{2,5000}$",
    r"^(a|bc){2,4096}$",
]


def schema_of(pattern: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"x": {"type": "string", "pattern": pattern, **more}}}


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_requests(pattern: str, version: str) -> None:
    query = {"name": "q", "in": "query", "schema": {"type": "string", "pattern": pattern}}
    bad = response({"type": "object", "properties": {"message": {"type": "string"}}})
    post = {"requestBody": {"content": json_content(schema_of(pattern))}, "responses": {"200": response(), "400": bad}}
    paths = {"/x": {"post": post, "get": {"parameters": [query], "responses": {"200": response(), "400": bad}}}}
    client = Client(create_app({**document(paths), "openapi": version}))
    for reply in (client("POST", "/x", {"x": "-"}), client("GET", "/x?q=-")):
        assert reply.status == 400
        assert reply.json["message"].endswith(f'"-" does not match "{pattern}"')


@pytest.mark.parametrize("pattern", PATTERNS)
def test_responses(pattern: str) -> None:
    operation = load({"/x": {"get": {"responses": {"200": response(schema_of(pattern))}}}}).operations[0]
    sent = Response(200, (("content-type", "application/json"),), b'{"x": "-"}')
    (found,) = wrong_body(operation, operation.responses[0], sent)
    assert found.message.endswith(f'"-" does not match "{pattern}"')


def test_a_limit_of_the_document_is_named_as_such() -> None:
    schema = load({}, components={"schemas": {"A": schema_of("^[a-z]{2,5000}$", maxLength=3)}}).schema(
        "/components/schemas/A"
    )
    messages = [schema.message(error) for error in schema.validator.iter_errors({"x": "abcd"})]
    assert messages == ['"abcd" is longer than 3 characters']
    (issue,) = schema.issues(schema.validator.iter_errors({"x": "a"}))
    assert (issue.keyword, issue.detail) == ("pattern", {"pattern": "^[a-z]{2,5000}$"})


def test_the_pattern_of_an_alternative() -> None:
    node = {"oneOf": [schema_of("^[a-z]{2,5000}$")["properties"]["x"], {"type": "integer"}]}
    schema = load({}, components={"schemas": {"A": node}}).schema("/components/schemas/A")
    (issue,) = schema.issues(schema.validator.iter_errors("A"))
    assert issue.branches[0][0].detail == {"pattern": "^[a-z]{2,5000}$"}
