"""Write-only properties never occur in a response."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

USER: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name", "password"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "name": {"type": "string"},
        "password": {"type": "string", "writeOnly": True},
        "keys": {"type": "array", "items": {"$ref": "#/components/schemas/Key"}},
    },
}
KEY = {
    "type": "object",
    "required": ["id", "secret"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "label": {"type": "string"},
        "secret": {"type": "string", "writeOnly": True},
    },
}
REF = {"$ref": "#/components/schemas/User"}
EXAMPLE = {"id": 8, "name": "Ann", "password": "hunter2"}
BODY = {"requestBody": {"content": json_content(REF)}}


def client(**settings: Any) -> Client:
    shown = {"200": response(REF, examples={"ann": {"value": EXAMPLE}})}
    paths = {
        "/users": {
            "get": {"responses": {"200": response({"type": "array", "items": REF})}},
            "post": {**BODY, "responses": {"201": response(REF)}},
        },
        "/users/{id}": {
            "parameters": [path_parameter("id", {"type": "integer"})],
            "get": {"responses": shown},
            "put": {**BODY, "responses": shown},
            "patch": {"requestBody": {"content": json_content({"type": "object"})}, "responses": shown},
        },
        "/login": {"post": {**BODY, "responses": shown}},
    }
    return Client(create_app(document(paths, components={"schemas": {"User": USER, "Key": KEY}}), **settings))


@pytest.mark.parametrize("static", [False, True])
def test_no_response_contains_write_only_properties(static: bool) -> None:
    send = client(static=static)
    sent = {"name": "Bo", "password": "hunter2", "keys": [{"label": "a", "secret": "hunter2"}]}
    created = send("POST", "/users", sent)
    replies = [
        created,
        send("GET", f"/users/{created.json['id']}"),
        send("GET", "/users/7"),
        send("PUT", "/users/7", sent),
        send("PATCH", "/users/7", {"password": "hunter2"}),
        send("POST", "/login", sent),
        send("GET", "/users"),
        send("GET", "/users/7", headers={"prefer": "example=ann"}),
    ]
    for reply in replies:
        assert reply.status in {200, 201}
        assert b"hunter2" not in reply.body
        assert b"password" not in reply.body
        assert b"secret" not in reply.body


def test_objects_with_properties_that_the_server_sets_are_kept() -> None:
    send = client()
    created = send("POST", "/users", {"name": "Bo", "password": "p", "keys": [{"label": "a", "secret": "s"}]}).json
    assert [key["label"] for key in created["keys"]] == ["a"]
    assert [set(key) for key in created["keys"]] == [{"id", "label"}]
    assert send("GET", f"/users/{created['id']}").json == created
