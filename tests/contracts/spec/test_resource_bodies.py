"""Where request and response bodies contain the item: envelopes, and arrays of one item."""

from __future__ import annotations

from typing import Any

from contracts.spec.model import Resource
from tests.mockserver.kit import json_content, load, path_parameter, response

LINE = {"type": "object", "properties": {"id": {"type": "string"}, "count": {"type": "integer"}}}
ORDER = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "note": {"type": "string"},
        "lines": {"type": "array", "items": LINE},
    },
}


def envelope(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def many(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def body(schema: Any) -> dict[str, Any]:
    return {"requestBody": {"content": json_content(schema)}}


def inferred(paths: dict[str, Any], name: str) -> Resource:
    for path, item in paths.items():
        if "{id}" in path:
            item["parameters"] = [path_parameter("id")]
    found = {f"{one.method} {one.path}": one.resource for one in load(paths).operations}[name]
    assert found is not None
    return found


def test_an_array_in_the_item_of_an_envelope_does_not_create_many() -> None:
    whole = envelope(order=ORDER)
    paths = {
        "/orders": {
            "post": {**body(envelope(key={"type": "string"}, order=ORDER)), "responses": {"200": response(whole)}}
        },
        "/orders/{id}": {"get": {"responses": {"200": response(whole)}}},
    }
    created = inferred(paths, "POST /orders")
    assert (created.role, created.body_path, created.item_path) == ("create", ("order",), ("order",))
