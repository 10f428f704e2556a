"""Items that are created in one collection and read in another one: ``/owners/{id}/pets`` and ``/pets/{id}``."""

from __future__ import annotations

from typing import Any

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

TEXT = {"type": "string"}
PET = {"$ref": "#/components/schemas/Pet"}
PETS = {"type": "array", "items": PET}
OWNER = {"type": "object", "required": ["login"], "properties": {"login": TEXT}}
SCHEMA = {
    "type": "object",
    "required": ["id", "name", "owner"],
    "properties": {"id": {"type": "integer", "minimum": 1}, "name": TEXT, "owner": OWNER},
}


def serve(outer: str, inner: str, *, conflict: bool = False, named: bool = False) -> Client:
    """An API that lists and creates pets at one path, and reads them at another one.

    :param named: whether clients can send the id.
    """
    names = {"name": TEXT, **({"id": {"type": "integer"}} if named else {})}
    body = {"requestBody": {"content": json_content({"type": "object", "properties": names})}}
    created = {"201": response(PET), **({"409": response(TEXT)} if conflict else {})}
    paths = {
        outer: {"get": {"responses": {"200": response(PETS)}}, "post": {**body, "responses": created}},
        inner: {
            "get": {"responses": {"200": response(PET), "404": response(TEXT)}},
            "patch": {**body, "responses": {"200": response(PET)}},
            "delete": {"responses": {"204": {"description": "d"}}},
        },
    }
    for path, item in paths.items():
        item["parameters"] = [path_parameter(name) for name in ("owner", "id", "pet") if f"{{{name}}}" in path]
    components: dict[str, Any] = {"components": {"schemas": {"Pet": SCHEMA}}}
    return Client(create_app(document(paths, **components)))


def test_a_new_item_is_read_changed_and_deleted_at_its_own_path() -> None:
    send = serve("/owners/{owner}/pets", "/pets/{pet}")
    made = send("POST", "/owners/7/pets", {"name": "Rex"})
    path = f"/pets/{made.json['id']}"
    assert made.header("location") == path
    assert send("GET", path).json == made.json
    changed = send("PATCH", path, {"name": "Max"}).json
    assert changed["name"] == "Max"
    assert changed in send("GET", "/owners/7/pets").json
    assert changed not in send("GET", "/owners/8/pets").json
    assert send("DELETE", path).status == 204
    assert send("GET", path).status == 404
    assert changed not in send("GET", "/owners/7/pets").json


def test_a_value_of_the_path_from_the_item() -> None:
    send = serve("/user/pets", "/pets/{owner}/{pet}")
    made = send("POST", "/user/pets", {"name": "rex"}).json
    path = f"/pets/{made['owner']['login']}/rex"
    assert send("GET", path).json == made
    assert send("DELETE", path).status == 204
    assert made not in send("GET", "/user/pets").json


def test_a_deleted_id_can_be_used_again() -> None:
    send = serve("/owners/{owner}/pets", "/pets/{pet}", conflict=True, named=True)
    assert send("POST", "/owners/7/pets", {"id": 5, "name": "Rex"}).status == 201
    assert send("POST", "/owners/7/pets", {"id": 5, "name": "Rex"}).status == 409
    send("DELETE", "/pets/5")
    assert send("POST", "/owners/7/pets", {"id": 5, "name": "Max"}).status == 201
    assert send("GET", "/pets/5").json["name"] == "Max"


def test_collections_of_another_name_are_separate() -> None:
    send = serve("/adoptions", "/pets/{pet}")
    made = send("POST", "/adoptions", {"name": "Rex"}).json
    assert send("GET", f"/pets/{made['id']}").json != made
