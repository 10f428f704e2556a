"""PATCH with a JSON Patch, by media type or by the documented schema."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.generation.json_encoding import encode_json
from mockserver.app import create_app
from tests.mockserver.kit import Client, Reply, document, path_parameter, response

NOTE = {
    "type": "object",
    "required": ["id", "text"],
    "properties": {"id": {"type": "integer", "readOnly": True}, "text": {"type": "string"}},
}
STEP = {"type": "object", "required": ["op", "path"], "properties": {"op": {}, "path": {"type": "string"}, "value": {}}}
STEPS = {"type": "array", "items": STEP}


def patch(media_type: str, operations: Any, *statuses: str, schema: Any = STEPS) -> tuple[Client, Reply]:
    responses = {status: {"description": "refused"} for status in statuses}
    item = {
        "parameters": [path_parameter("id", {"type": "integer"})],
        "get": {"responses": {"200": response(NOTE)}},
        "patch": {
            "requestBody": {"content": {media_type: {"schema": schema}}},
            "responses": {"200": response(NOTE), **responses},
        },
    }
    send = Client(create_app(document({"/notes/{id}": item})))
    return send, send("PATCH", "/notes/7", encode_json(operations), {"content-type": media_type})


@pytest.mark.parametrize("media_type", ["application/json-patch+json", "application/json"])
def test_patch_is_applied(media_type: str) -> None:
    send, reply = patch(media_type, [{"op": "replace", "path": "/text", "value": "new"}])
    assert (reply.status, reply.json) == (200, {"id": 7, "text": "new"})
    assert send("GET", "/notes/7").json == reply.json


def test_patch_without_a_schema() -> None:
    _, reply = patch("application/json-patch+json", [{"op": "add", "path": "/text", "value": "new"}], schema={})
    assert reply.json["text"] == "new"


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [(("409", "422"), 409), (("422", "400"), 422), (("400",), 400), ((), 422)],
)
def test_failed_test(statuses: tuple[str, ...], expected: int) -> None:
    send, reply = patch("application/json-patch+json", [{"op": "test", "path": "/text", "value": "other"}], *statuses)
    assert reply.status == expected
    assert " body/0: " in reply.header("x-mock-reason")
    assert send("GET", "/notes/7").status == 200


def test_invalid_result_changes_nothing() -> None:
    send, reply = patch("application/json-patch+json", [{"op": "remove", "path": "/text"}], "409", "422")
    assert reply.status == 422
    assert reply.header("x-mock-reason") == "invalid_body body: the patched item does not match its schema"
    assert "text" in send("GET", "/notes/7").json


def test_malformed_operation() -> None:
    _, reply = patch("application/json-patch+json", [{"op": "explode", "path": "/text"}], "409", "400")
    assert reply.status == 400
