"""The ``Location`` header of created items."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, Reply, document, path_parameter, response

ITEM = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "minimum": 1}}}
PETS = {"type": "array", "items": ITEM}


def created(collection: str, item: str = "", header: Any = None, **scope: Any) -> Reply:
    """The response to a creation.

    :param item: the path of an item, if items have a path.
    """
    headers = {"headers": {"Location": header}} if header else {}
    paths: dict[str, Any] = {
        collection: {
            "get": {"responses": {"200": response(PETS)}},
            "post": {"responses": {"201": {**response(ITEM), **headers}}},
        }
    }
    if item:
        paths[item] = {"parameters": [path_parameter("id")], "get": {"responses": {"200": response(ITEM)}}}
    client = Client(create_app(document(paths)))
    made = client("POST", collection, server=("mock.test", 80), **scope)
    if item:
        target = made.header("location").removeprefix("http://mock.test:80").removeprefix("/outer")
        assert client("GET", target).json == made.json
    return made


@pytest.mark.parametrize(
    ("collection", "item"),
    [("/pets", "/pets/{id}"), ("/pets/", "/pets/{id}/"), ("/pets", "/pet/{id}"), ("/pets.json", "/pets/{id}.json")],
)
def test_it_is_the_path_of_the_item(collection: str, item: str) -> None:
    made = created(collection, item)
    assert made.header("location") == item.replace("{id}", str(made.json["id"]))


def test_it_is_absolute_if_a_uri_is_documented() -> None:
    made = created("/pets", "/pets/{id}", {"schema": {"type": "string", "format": "uri"}})
    assert made.header("location") == f"http://mock.test:80/pets/{made.json['id']}"


def test_it_contains_the_mount_point() -> None:
    made = created("/pets", "/pets/{id}", root_path="/outer", path="/outer/pets", raw_path=b"/outer/pets")
    assert made.header("location") == f"/outer/pets/{made.json['id']}"


def test_items_without_path_have_no_location() -> None:
    assert created("/pets").header("location") == ""
    assert created("/pets", header={"schema": {"type": "string"}}).header("location") == ""
    assert created("/pets", header={"required": True, "schema": {"type": "string"}}).header("location") == "/pets"
