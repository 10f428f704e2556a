"""The ``Location`` header of created items."""

from __future__ import annotations

from typing import Any

from mockserver.app import create_app
from tests.mockserver.kit import Client, Reply, document, json_content, path_parameter, response

PET = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer", "minimum": 1}, "name": {"type": "string"}},
}
BODY = {"content": json_content({"type": "object", "properties": {"name": {"type": "string"}}})}


def create(
    item_path: str = "/pets/{id}", path: str = "/pets", header: Any = None, method: str = "get", **parts: Any
) -> tuple[Client, Reply]:
    created = {**response(PET), **({"headers": {"Location": header}} if header else {})}
    item = {"parameters": [path_parameter("id")], method: {"responses": {"200": response(PET)}}}
    listed = {"responses": {"200": response({"type": "array", "items": PET})}}
    tree = document(
        {path: {"get": listed, "post": {"requestBody": BODY, "responses": {"201": created}}}, item_path: item}
    )
    client = Client(create_app({**tree, **parts}))
    return client, client("POST", path, {"name": "Rex"}, {"host": "mock.test"})


def test_it_leads_to_the_item() -> None:
    play, reply = create()
    assert reply.header("location") == f"/pets/{reply.json['id']}"
    assert play("GET", reply.header("location")).json == reply.json


def test_slashes_at_the_end() -> None:
    play, reply = create("/pets/{id}/", "/pets/")
    assert reply.header("location") == f"/pets/{reply.json['id']}/"
    assert play("GET", reply.header("location")).json == reply.json


def test_suffixes() -> None:
    play, reply = create("/pets/{id}.json", "/pets.json")
    location = reply.header("location")
    assert location in {"", f"/pets/{reply.json['id']}.json"}
    assert not location or play("GET", location).json == reply.json


def test_an_item_that_cannot_be_read_has_no_location() -> None:
    _, reply = create(method="delete")
    assert reply.header("location") == ""


def test_a_documented_header_of_an_item_that_cannot_be_read_is_omitted_unless_required() -> None:
    header = {"schema": {"type": "string"}, "example": "https://pets.example/1"}
    assert create(method="delete", header=header)[1].header("location") == ""
    assert create(method="delete", header={**header, "required": True})[1].header("location") == "/pets"


def test_a_uri_is_absolute() -> None:
    _, reply = create(header={"schema": {"type": "string", "format": "uri"}})
    assert reply.header("location") == f"http://mock.test/pets/{reply.json['id']}"
