"""Requests and responses with items in envelopes and arrays."""

from __future__ import annotations

from typing import Any

from mockserver.app import create_app
from tests.mockserver.kit import Client, json_content, load, path_parameter, response

TEXT = {"type": "string"}
NAMED: dict[str, Any] = {"type": "object", "properties": {"name": TEXT, "color": TEXT}}
WITH_ID: dict[str, Any] = {"type": "object", "properties": {"id": {"type": "integer"}, **NAMED["properties"]}}


def client(one: dict[str, Any], created: dict[str, Any], sent: dict[str, Any] = NAMED) -> Client:
    body = {"required": True, "content": json_content(sent)}
    paths = {
        "/layers": {
            "get": {"responses": {"200": response({"type": "array", "items": WITH_ID})}},
            "post": {"requestBody": body, "responses": {"201": response(created)}},
        },
        "/layers/{id}": {
            "parameters": [path_parameter("id", {"type": "integer"})],
            "get": {"responses": {"200": response(one)}},
            "put": {"requestBody": body, "responses": {"200": response(one)}},
        },
    }
    return Client(create_app(load(paths)))


def test_an_envelope_has_the_id_of_its_item():
    properties = {"id": TEXT, "result": WITH_ID}
    envelope = {"type": "object", "required": ["id", "result"], "properties": properties}
    api = client(envelope, envelope)
    created = api("POST", "/layers", {"name": "roads", "color": "red"}).json
    assert created["result"]["name"] == "roads"
    assert created["id"] == str(created["result"]["id"])
    assert api("GET", f"/layers/{created['id']}").json["result"] == created["result"]


def test_the_item_with_the_id_in_the_path_is_taken_from_an_array():
    api = client(WITH_ID, WITH_ID, {"type": "array", "items": WITH_ID})
    identifier = api("GET", "/layers").json[0]["id"]
    changed = api("PUT", f"/layers/{identifier}", [{"id": 0, "name": "a"}, {"id": identifier, "name": "b"}]).json
    assert (changed["id"], changed["name"]) == (identifier, "b")
