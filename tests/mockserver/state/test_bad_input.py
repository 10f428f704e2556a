"""Unusual requests to collections: long ids, unknown cursors, pages after the last, parents with children."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

TASK = {
    "type": "object",
    "required": ["id", "title"],
    "properties": {
        "id": {"type": "string"},
        "title": {"type": "string"},
        "size": {"type": "integer"},
        "done": {"type": "boolean"},
    },
}
PAGE = {
    "type": "object",
    "required": ["items", "next_cursor", "total"],
    "properties": {
        "items": {"type": "array", "items": TASK},
        "next_cursor": {"type": ["string", "null"]},
        "total": {"type": "integer"},
    },
}
PROBLEM = response({"type": "object", "properties": {"error": {"type": "string"}}})
QUERY = [
    {"name": name, "in": "query", "schema": schema}
    for name, schema in {
        "limit": {"type": "integer", "minimum": 1, "maximum": 50},
        "cursor": {"type": "string"},
        "size": {"type": "integer"},
        "done": {"type": "boolean"},
    }.items()
]
ERRORS = {"400": PROBLEM, "404": PROBLEM}
PROJECT = [path_parameter("project")]
TREE = document(
    {
        "/projects/{project}": {
            "parameters": PROJECT,
            "get": {"responses": {"200": response(TASK), **ERRORS}},
            "delete": {"responses": {"204": {"description": "deleted"}, **ERRORS}},
        },
        "/projects/{project}/tasks": {
            "parameters": PROJECT,
            "get": {"parameters": QUERY, "responses": {"200": response(PAGE), **ERRORS}},
            "post": {
                "requestBody": {"required": True, "content": json_content({**TASK, "required": ["title"]})},
                "responses": {"201": response(TASK), **ERRORS},
            },
        },
        "/projects/{project}/tasks/{task}": {
            "parameters": [*PROJECT, path_parameter("task")],
            "get": {"responses": {"200": response(TASK), **ERRORS}},
            "delete": {"responses": {"204": {"description": "deleted"}, **ERRORS}},
        },
    }
)


@pytest.fixture
def play() -> Client:
    return Client(create_app(TREE))


def test_an_id_of_ten_kilobytes_is_an_ordinary_id(play: Client) -> None:
    long = "x" * 10_000
    assert play("GET", f"/projects/{long}").json["id"] == long
    assert play("DELETE", f"/projects/{long}").status == 204
    assert play("GET", f"/projects/{long}").status == 404
    created = play("POST", "/projects/1/tasks", {"id": long, "title": "Long"})
    assert play("GET", created.header("location")).json == created.json


def test_a_cursor_that_was_never_issued_is_refused(play: Client) -> None:
    refused = play("GET", "/projects/1/tasks?cursor=made-up")
    assert refused.status == 400
    assert "cursor" in refused.header("x-mock-reason")


def test_a_walk_by_cursor_visits_each_item_once_although_items_are_deleted_and_created(play: Client) -> None:
    expected = [item["id"] for item in play("GET", "/projects/1/tasks").json["items"]]
    first = play("GET", "/projects/1/tasks?limit=2").json
    play("DELETE", f"/projects/1/tasks/{first['items'][0]['id']}")
    new = play("POST", "/projects/1/tasks", {"title": "Last"}).json["id"]
    visited, cursor = [item["id"] for item in first["items"]], first["next_cursor"]
    while cursor:
        page = play("GET", f"/projects/1/tasks?limit=2&cursor={cursor}").json
        assert len(page["items"]) <= 2
        visited += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert visited == [*expected, new]


@pytest.mark.parametrize("query", ["size=large", "done=maybe", "limit=0", "limit=many"])
def test_a_filter_of_another_type_is_refused(play: Client, query: str) -> None:
    assert play("GET", f"/projects/1/tasks?{query}").status == 400


def test_the_items_of_a_deleted_parent_are_missing(play: Client) -> None:
    created: dict[str, Any] = play("POST", "/projects/7/tasks", {"title": "Child"}).json
    path = f"/projects/7/tasks/{created['id']}"
    assert play("GET", path).status == 200
    assert play("DELETE", "/projects/7").status == 204
    assert play("GET", path).status == 404
    assert play("GET", "/projects/7/tasks").status == 404
    assert play("POST", "/projects/7/tasks", {"title": "Orphan"}).status == 404
