"""Writes that name items in their body, searches, and the defaults of new items."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

TEXT = {"type": "string"}
PET = {
    "type": "object",
    "required": ["id", "name", "status"],
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "name": TEXT,
        "status": {"type": "string", "enum": ["free", "sold"]},
        "vaccinated": {"type": "boolean"},
        "note": TEXT,
    },
}
CHANGES = {"type": "object", "properties": {**PET["properties"]}}
INPUT = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": TEXT,
        "status": {"type": "string", "enum": ["free", "sold"], "default": "sold"},
        "vaccinated": {"type": "boolean", "default": False},
        "note": TEXT,
    },
}
PETS = {"type": "array", "items": PET}


def body(schema: Any) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": json_content(schema)}}


def pets(*missing: str, put: Any = CHANGES, shown: Any = PET) -> Client:
    """The API of pets.

    :param missing: ``404`` if operations on the collection document missing items.
    :param put: the schema of the body of PUT on the collection.
    """
    absent = dict.fromkeys(missing, response({"type": "object"}))
    status = {"name": "status", "in": "query", "schema": {"type": "array", "items": TEXT}}
    paths = {
        "/pets": {
            "get": {"responses": {"200": response(PETS)}},
            "post": {**body(INPUT), "responses": {"201": response(PET)}},
            "put": {**body(put), "responses": {"200": response(shown), **absent}},
            "patch": {
                **body({"type": "array", "items": CHANGES}),
                "responses": {"200": response(PETS), **absent},
            },
        },
        "/pets/findByStatus": {"get": {"parameters": [status], "responses": {"200": response(PETS)}}},
        "/pets/{id}": {
            "parameters": [path_parameter("id", {"type": "integer"})],
            "get": {"responses": {"200": response(PET), "404": response({"type": "object"})}},
            "delete": {"responses": {"204": {"description": "d"}}},
        },
    }
    return Client(create_app(document(paths)))


def test_defaults_of_new_items_also_of_required_properties() -> None:
    created = pets()("POST", "/pets", {"name": "Rex"}).json
    assert (created["status"], created["vaccinated"]) == ("sold", False)
    assert "note" not in created


def test_put_of_an_item_with_its_id_in_the_body() -> None:
    send = pets("404")
    created = send("POST", "/pets", {"name": "Rex", "note": "old"}).json
    saved = send("PUT", "/pets", {"id": created["id"], "name": "Max", "status": "free"})
    assert (saved.status, saved.json) == (200, {"id": created["id"], "name": "Max", "status": "free"})
    assert send("GET", f"/pets/{created['id']}").json == saved.json


def test_put_of_a_missing_item() -> None:
    send = pets("404")
    assert send("DELETE", "/pets/7").status == 204
    assert send("PUT", "/pets", {"id": 7, "name": "Max"}).status == 404
    assert send("GET", "/pets/7").status == 404


@pytest.mark.parametrize("sent", [{"id": 7, "name": "Max"}, {"name": "Max"}])
def test_put_changes_nothing_without_an_item_if_no_error_is_documented(sent: Any) -> None:
    send = pets()
    send("DELETE", "/pets/7")
    before = send("GET", "/pets").json
    assert send("PUT", "/pets", sent).status == 200
    assert send("GET", "/pets/7").status == 404
    assert send("GET", "/pets").json == before


def test_changes_of_several_items() -> None:
    send = pets("404")
    ids = [send("POST", "/pets", {"name": name}).json["id"] for name in ("Rex", "Max")]
    changed = send("PATCH", "/pets", [{"id": ids[1], "name": "Moritz"}, {"id": ids[0], "status": "free"}])
    assert [(one["id"], one["name"], one["status"]) for one in changed.json] == [
        (ids[1], "Moritz", "sold"),
        (ids[0], "Rex", "free"),
    ]


def test_no_item_changes_if_one_is_missing() -> None:
    send = pets("404")
    created = send("POST", "/pets", {"name": "Rex"}).json
    send("DELETE", "/pets/7")
    assert send("PATCH", "/pets", [{"id": created["id"], "name": "Max"}, {"id": 7, "name": "Bo"}]).status == 404
    assert send("GET", f"/pets/{created['id']}").json == created


def test_searches_find_the_items_of_the_collection() -> None:
    send = pets()
    created = send("POST", "/pets", {"name": "Rex", "status": "sold"}).json
    found = send("GET", "/pets/findByStatus?status=sold").json
    assert created in found
    assert {one["status"] for one in found} == {"sold"}
    assert created not in send("GET", "/pets/findByStatus?status=free").json
    send("DELETE", f"/pets/{created['id']}")
    assert created not in send("GET", "/pets/findByStatus?status=sold").json


def test_the_namespace_in_the_path_is_in_the_metadata() -> None:
    named = {"type": "object", "required": ["name"], "properties": {"name": TEXT, "namespace": TEXT}}
    item = {"type": "object", "required": ["metadata"], "properties": {"metadata": named, "size": {"type": "integer"}}}
    paths = {
        "/namespaces/{namespace}/pods": {
            "parameters": [path_parameter("namespace")],
            "post": {**body(item), "responses": {"201": response(item)}},
        },
        "/namespaces/{namespace}/pods/{name}": {
            "parameters": [path_parameter("namespace"), path_parameter("name")],
            "get": {"responses": {"200": response(item)}},
        },
    }
    send = Client(create_app(document(paths)))
    created = send("POST", "/namespaces/team/pods", {"metadata": {"name": "blue"}, "size": 2}).json
    assert created == {"metadata": {"name": "blue", "namespace": "team"}, "size": 2}
    assert send("GET", "/namespaces/team/pods/blue").json == created


def test_a_composite_key_is_in_the_item() -> None:
    owner = {"type": "object", "required": ["id", "login"], "properties": {"id": {"type": "integer"}, "login": TEXT}}
    repo = {"type": "object", "required": ["name", "owner"], "properties": {"name": TEXT, "owner": owner}}
    path = {
        "parameters": [path_parameter("owner"), path_parameter("repo")],
        "get": {"responses": {"200": response(repo)}},
    }
    found = Client(create_app(document({"/repos/{owner}/{repo}": path})))("GET", "/repos/ann/tide").json
    assert (found["name"], found["owner"]["login"]) == ("tide", "ann")


def test_put_keeps_what_only_the_server_sets() -> None:
    text = {"type": "string"}
    stored = {"type": "object", "properties": {"id": text, "name": text, "note": text, "host": text, "made": text}}
    sent = {"type": "object", "properties": {"name": text, "note": text, "made": {**text, "readOnly": True}}}
    body = {"content": {"application/json": {"schema": sent}}}
    shown = {"200": {"description": "d", "content": {"application/json": {"schema": stored}}}}
    identifier = {"name": "id", "in": "path", "required": True, "schema": text}
    paths = {
        "/hosts/{id}": {
            "parameters": [identifier],
            "get": {"responses": shown},
            "put": {"requestBody": body, "responses": shown},
            "patch": {"requestBody": body, "responses": shown},
        }
    }
    send = Client(create_app(document(paths)))
    before = send("PATCH", "/hosts/7", {"name": "a", "note": "b"}).json
    assert {"host", "made"} <= before.keys()
    after = send("PUT", "/hosts/7", {"name": "c", "made": "by me", "host": "mine"}).json
    assert after == {**{name: value for name, value in before.items() if name != "note"}, "name": "c"}
    assert send("PATCH", "/hosts/7", {"made": "by me"}).json == after
