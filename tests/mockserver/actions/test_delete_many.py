"""DELETE on a collection: all items, those in the query or the body, or none if the selection is not understood."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

PET = {
    "type": "object",
    "required": ["id", "kind"],
    "properties": {"id": {"type": "integer", "minimum": 1}, "kind": {"type": "string", "enum": ["cat", "dog"]}},
}
QUERY = [
    {"name": "kind", "in": "query", "schema": {"type": "string"}},
    {"name": "older_than_days", "in": "query", "schema": {"type": "integer"}},
    {"name": "ids", "in": "query", "schema": {"type": "array", "items": {"type": "integer"}}, "explode": False},
]
BODY = {"content": json_content({"type": "object"})}
TREE = document(
    {
        "/pets": {
            "get": {"responses": {"200": response({"type": "array", "items": PET})}},
            "delete": {"parameters": QUERY, "requestBody": BODY, "responses": {"204": {"description": "deleted"}}},
        },
        "/pets/{id}": {"parameters": [path_parameter("id")], "get": {"responses": {"200": response(PET)}}},
    }
)


@pytest.fixture
def play() -> Client:
    return Client(create_app(TREE))


def pets(play: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = play("GET", "/pets").json
    return found


def test_all_items(play: Client) -> None:
    assert play("DELETE", "/pets").status == 204
    assert pets(play) == []


def test_items_by_ids(play: Client) -> None:
    before = pets(play)
    named = ",".join(str(pet["id"]) for pet in before[:2])
    assert play("DELETE", f"/pets?ids={named}").status == 204
    assert pets(play) == before[2:]


def test_items_by_ids_in_the_body(play: Client) -> None:
    before = pets(play)
    assert play("DELETE", "/pets", {"ids": [before[0]["id"]]}).status == 204
    assert pets(play) == before[1:]


def test_items_by_the_value_of_a_property(play: Client) -> None:
    before = pets(play)
    assert play("DELETE", "/pets?kind=cat").status == 204
    assert pets(play) == [pet for pet in before if pet["kind"] != "cat"]


@pytest.mark.parametrize(("query", "body"), [("?older_than_days=7", b""), ("", {"filter": "old"})])
def test_a_selection_that_is_not_understood_deletes_nothing(play: Client, query: str, body: Any) -> None:
    before = pets(play)
    assert play("DELETE", f"/pets{query}", body).status == 204
    assert pets(play) == before
