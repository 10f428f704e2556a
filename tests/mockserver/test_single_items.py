"""Operations on one item whose responses and bodies contain it in an array."""

from __future__ import annotations

import json
from typing import Any

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

PET = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "kind": {"type": "string"}},
}
NEW = {"type": "object", "properties": {"name": {"type": "string"}, "kind": {"type": "string"}}}
MANY = {"type": "object", "required": ["pets"], "properties": {"pets": {"type": "array", "items": PET}}}


def paths(created: Any, read: Any, body: Any) -> dict[str, Any]:
    sent = {"requestBody": {"required": True, "content": json_content(body)}}
    return {
        "/pets": {
            "get": {"responses": {"200": response(MANY)}},
            "post": {"responses": {"200": response(created)}, **sent},
        },
        "/pets/{petId}": {
            "parameters": [path_parameter("petId", {"type": "integer"})],
            "get": {"responses": {"200": response(read)}},
            "put": {"responses": {"200": response(read)}, **sent},
        },
    }


def client(*schemas: Any) -> Client:
    return Client(create_app(document(paths(*schemas))))


def test_created_and_read_items_are_in_arrays() -> None:
    play = client(MANY, MANY, NEW)
    (made,) = play("POST", "/pets", {"name": "Rex"}).json["pets"]
    assert made["name"] == "Rex"
    assert play("GET", f"/pets/{made['id']}").json == {"pets": [made]}
    assert made in play("GET", "/pets").json["pets"]


def test_a_body_with_an_array_of_one() -> None:
    play = client(PET, PET, {"type": "array", "items": NEW})
    changed = play("PUT", "/pets/7", [{"name": "Ada", "kind": "cat"}]).json
    assert json.dumps(changed, sort_keys=True) == '{"id": 7, "kind": "cat", "name": "Ada"}'


def test_the_id_in_an_object_named_like_it() -> None:
    play = client(
        {"type": "object", "properties": {"Id": {"type": "object", "properties": {"id": {"type": "integer"}}}}},
        PET,
        NEW,
    )
    reply = play("POST", "/pets", {"name": "Rex"})
    identifier = reply.json["Id"]["id"]
    assert reply.header("location") == f"/pets/{identifier}"
    assert play("GET", f"/pets/{identifier}").json["name"] == "Rex"


def test_the_object_with_the_id_under_a_longer_name() -> None:
    person = {
        "type": "object",
        "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
        "required": ["id"],
    }
    keeper = {"type": "object", "properties": {"pet": person, "since": {"type": "string"}}, "required": ["pet"]}
    created = {"type": "object", "properties": {"newPet": person, "note": {"type": "string"}}, "required": ["newPet"]}
    play = client(created, keeper, NEW)
    reply = play("POST", "/pets", {"name": "Rex"})
    identifier = reply.json["newPet"]["id"]
    assert reply.header("location") == f"/pets/{identifier}"
    assert play("GET", f"/pets/{identifier}").json["pet"] == reply.json["newPet"]


def test_the_documented_example_of_an_id_can_be_created() -> None:
    text = {"type": "string"}
    item = {
        "type": "object",
        "properties": {"name": {**text, "examples": ["user.signup"]}, "note": text},
        "required": ["name"],
    }
    many = {"type": "array", "items": item}
    paths = {
        "/kinds": {
            "get": {"responses": {"200": response(many)}},
            "post": {
                "requestBody": {"content": json_content(item)},
                "responses": {"201": response(item), "409": {"description": "exists"}},
            },
        },
        "/kinds/{name}": {"parameters": [path_parameter("name")], "get": {"responses": {"200": response(item)}}},
    }
    play = Client(create_app(document(paths)))
    assert play("POST", "/kinds", {"name": "user.signup"}).status == 201
    assert play("POST", "/kinds", {"name": "user.signup"}).status == 409
