"""State of collections whose responses are documented by examples only."""

from __future__ import annotations

from typing import Any

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter

PLAN = {"planId": "p1", "name": "HQ", "office": {"floor": "first"}, "tags": ["a"]}
BODY = {"content": json_content({"type": "object", "properties": {"name": {"type": "string"}, "tags": {}}})}


def documented(example: Any) -> dict[str, Any]:
    schema = {"type": "array", "items": {"type": "object"}} if isinstance(example, list) else {"type": "object"}
    return {"200": {"description": "d", "content": json_content(schema, example=example)}}


def client() -> Client:
    paths = {
        "/plans": {
            "get": {"responses": documented([PLAN])},
            "post": {"requestBody": BODY, "responses": documented(PLAN)},
        },
        "/plans/{planId}": {
            "parameters": [path_parameter("planId")],
            "get": {"responses": {**documented(PLAN), "404": {"description": "d"}}},
            "put": {"requestBody": BODY, "responses": documented(PLAN)},
            "delete": {"responses": {"204": {"description": "d"}}},
        },
    }
    return Client(create_app(document(paths)))


def test_items_keep_what_clients_send() -> None:
    plans = client()
    created = plans("POST", "/plans", {"name": "Lab", "tags": "none"}).json
    assert (created["name"], created["tags"]) == ("Lab", "none")
    path = f"/plans/{created['planId']}"
    assert plans("GET", path).json == created
    assert created in plans("GET", "/plans").json
    assert plans("PUT", path, {"name": "Office"}).json["name"] == "Office"
    assert plans("GET", path).json["name"] == "Office"
    plans("DELETE", path)
    assert plans("GET", path).status == 404
    assert created["planId"] not in [plan["planId"] for plan in plans("GET", "/plans").json]


def test_other_items_have_the_properties_of_the_example() -> None:
    item = client()("GET", "/plans/p7").json
    assert item == {**PLAN, "planId": "p7"}
