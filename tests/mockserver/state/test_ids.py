"""Ids of new items."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response


def created_ids(identifier: dict[str, Any], count: int = 12) -> list[Any]:
    """The ids of new items whose id, and its path parameter, have this schema."""
    item = {"type": "object", "required": ["id"], "properties": {"id": {**identifier, "readOnly": True}}}
    body = {"content": json_content({"type": "object"})}
    tree = document(
        {
            "/hooks": {
                "get": {"responses": {"200": response({"type": "array", "items": item})}},
                "post": {"requestBody": body, "responses": {"201": response(item), "409": response()}},
            },
            "/hooks/{id}": {
                "parameters": [path_parameter("id", identifier)],
                "get": {"responses": {"200": response(item)}},
            },
        }
    )
    play = Client(create_app(tree))
    replies = [play("POST", "/hooks", {}) for _ in range(count)]
    assert {reply.status for reply in replies} == {201}
    return [reply.json["id"] for reply in replies]


@pytest.mark.parametrize(
    "identifier",
    [
        {"type": "string", "pattern": "^se(-[a-z0-9]+)+$", "example": "se-28529731"},
        {"type": "string", "pattern": "^[A-Z]{2}[0-9a-f]{32}$", "example": "ZA0123456789abcdef0123456789abcdef"},
        {"type": "string", "format": "uuid", "example": "3fa85f64-5717-4562-b3fc-2c963f66afa6"},
        {"type": "integer", "minimum": 1, "example": 7},
        {"type": "string", "minLength": 26, "maxLength": 26, "pattern": "^[0-9A-HJKMNP-TV-Z]{26}$"},
        {"type": "string"},
    ],
)
def test_ids_with_an_example_are_unique_and_valid(identifier: dict[str, Any]) -> None:
    ids = created_ids(identifier)
    assert len(set(ids)) == len(ids)
    assert identifier.get("example") not in ids
    if "pattern" in identifier:
        assert all(re.fullmatch(identifier["pattern"], one) for one in ids)


def test_an_integer_in_the_path_decides_for_a_free_property() -> None:
    item = {"type": "object", "properties": {"id": {"type": "string"}}}
    tree = document(
        {
            "/hooks": {"post": {"responses": {"201": response(item)}}},
            "/hooks/{id}": {
                "parameters": [path_parameter("id", {"type": "integer"})],
                "get": {"responses": {"200": response(item), "404": response()}},
            },
        }
    )
    play = Client(create_app(tree))
    made = play("POST", "/hooks")
    assert play("GET", made.header("location")).json == made.json
    assert made.json["id"].isdecimal()
