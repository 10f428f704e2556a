"""Flat bodies whose properties the item has in a nested object."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.spec.schemas import Schema
from mockserver.actions.sent_values import nested_fields
from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, load, only, path_parameter, response

TEXT = {"type": "string"}


def enclosed(*names: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {**dict.fromkeys(names, TEXT), **more}}


def schema(node: Any) -> Schema:
    found = only(load({"/x": {"get": {"responses": {"200": response(node)}}}})).responses[0].content[0].schema
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("body", "item", "expected"),
    [
        (enclosed("name", "slug"), enclosed(details=enclosed("name", "slug", "x")), ("details", {"name", "slug"})),
        (enclosed("name"), enclosed("id", spec=enclosed("name")), ("spec", {"name"})),
        (enclosed("name"), enclosed("id", owner=enclosed("name")), ("", set())),
        (enclosed("name", "slug"), enclosed("name", "slug", parent=enclosed("name", "slug")), ("", set())),
        (enclosed("name", "slug"), enclosed(a=enclosed("name", "slug"), b=enclosed("name", "slug")), ("", set())),
        (enclosed("a", "b", "c", "d"), enclosed(other=enclosed("a", "b")), ("", set())),
    ],
)  # fmt: skip
def test_nested_fields(body: Any, item: Any, expected: tuple[str, set[str]]) -> None:
    assert nested_fields(schema(body), schema(item)) == expected


def test_values_of_a_flat_body_are_stored_in_the_nested_object() -> None:
    item = enclosed(id={"type": "integer"}, details=enclosed("name", "slug")) | {"required": ["id", "details"]}
    sent = {"requestBody": {"content": json_content(enclosed("name", "slug"))}}
    paths = {
        "/pets": {"post": {"responses": {"201": response(item)}, **sent}},
        "/pets/{id}": {
            "parameters": [path_parameter("id", {"type": "integer"})],
            "get": {"responses": {"200": response(item)}},
            "patch": {"responses": {"200": response(item)}, **sent},
        },
    }
    play = Client(create_app(document(paths)))
    made = play("POST", "/pets", {"name": "Rex", "slug": "rex"}).json
    assert made["details"] == {"name": "Rex", "slug": "rex"}
    play("PATCH", f"/pets/{made['id']}", {"slug": "new"})
    assert play("GET", f"/pets/{made['id']}").json["details"] == {"name": "Rex", "slug": "new"}
