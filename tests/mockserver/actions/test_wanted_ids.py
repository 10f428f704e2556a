"""Lists of the items whose ids are in the query."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, path_parameter, response

ID = {"type": "string", "pattern": "^[0-9]{1,9}$", "example": "1234567"}
PET = {"type": "object", "required": ["id"], "properties": {"id": ID, "tags": {"type": "array"}}}
LIST = {"type": "object", "properties": {"data": {"type": "array", "minItems": 1, "items": PET}}}


def client(parameter: str = "ids", items: Any = LIST) -> Client:
    many = {"name": parameter, "in": "query", "explode": False, "schema": {"type": "array", "items": ID}}
    paths = {
        "/pets": {
            "get": {"parameters": [many], "responses": {"200": response(items)}},
            "post": {"responses": {"201": response(PET)}},
        },
        "/pets/{id}": {
            "parameters": [path_parameter("id", ID)],
            "get": {"responses": {"200": response(PET)}},
            "delete": {"responses": {"204": {"description": "deleted"}}},
        },
    }
    return Client(create_app(document(paths)))


@pytest.mark.parametrize("parameter", ["ids", "pet_ids", "petIds"])
def test_they_are_in_the_order_of_the_ids(parameter: str) -> None:
    call = client(parameter)
    made = call("POST", "/pets").json
    found = call("GET", f"/pets?{parameter}=77,{made['id']},77,5").json["data"]
    assert [one["id"] for one in found] == ["77", made["id"], "5"]
    assert found[0] == call("GET", "/pets/77").json


def test_a_deleted_item_is_missing() -> None:
    call = client()
    call("DELETE", "/pets/77")
    assert [one["id"] for one in call("GET", "/pets?ids=77,5").json["data"]] == ["5"]
    assert call("GET", "/pets?ids=77").json == {}, "the array may not be empty"


def test_other_arrays_do_not_select_items() -> None:
    call = client("owner_ids")
    assert call("GET", "/pets?owner_ids=77").json == call("GET", "/pets").json


def test_the_first_created_item_does_not_have_the_id_of_an_example() -> None:
    assert client()("POST", "/pets").json["id"] != ID["example"]
