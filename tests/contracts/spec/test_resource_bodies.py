"""Where request and response bodies contain the item: envelopes, and arrays of one item."""

from __future__ import annotations

from typing import Any

import pytest

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


ONE = envelope(orders=many(ORDER), errors=many({"type": "object", "properties": {"code": {"type": "string"}}}))


@pytest.mark.parametrize(
    ("name", "item_path", "body_path"),
    [("GET /orders/{id}", ("orders", "[0]"), ()), ("PUT /orders/{id}", ("orders", "[0]"), ("orders", "[0]")),
     ("POST /orders/{id}", ("[0]",), ("[0]",)), ("POST /orders", ("orders", "[0]"), ())],
)  # fmt: skip
def test_an_array_of_one_item(name: str, item_path: tuple[str, ...], body_path: tuple[str, ...]) -> None:
    one = {"200": response(ONE)}
    paths = {
        "/orders": {"get": {"responses": one}, "post": {**body(ORDER), "responses": one}},
        "/orders/{id}": {
            "get": {"responses": one},
            "put": {**body(envelope(orders=many(ORDER))), "responses": one},
            "post": {**body(many(ORDER)), "responses": {"200": response(many(ORDER))}},
        },
    }
    resource = inferred(paths, name)
    assert (resource.collection, resource.item_path, resource.body_path) == ("/orders", item_path, body_path)
    assert resource.item.possible_properties.keys() == ORDER["properties"].keys()


@pytest.mark.parametrize(
    "schema",
    [envelope(id={"type": "string"}, orders=many(ORDER)), envelope(title={"type": "string"}, orders=many(ORDER))],
)
def test_an_item_with_an_array(schema: Any) -> None:
    resource = inferred({"/orders/{id}": {"get": {"responses": {"200": response(schema)}}}}, "GET /orders/{id}")
    assert resource.item_path == ()


def test_a_search_does_not_create() -> None:
    found = {"200": response(many(ORDER))}
    paths = {
        "/orders": {"post": {**body(envelope(query={"type": "string"})), "responses": found}},
        "/orders/{id}": {"parameters": [path_parameter("id")], "get": {"responses": {"200": response(ORDER)}}},
    }
    assert load(paths).operations[0].resource is None


def test_a_location_header_documents_a_creation() -> None:
    accepted = {"description": "accepted", "headers": {"Location": {"schema": {"type": "string"}}}}
    paths = {
        "/orders": {"post": {**body(envelope(payments=many({"type": "string"}))), "responses": {"202": accepted}}},
        "/orders/{id}": {"get": {"responses": {"200": response(ORDER)}}},
    }
    assert inferred(paths, "POST /orders").role == "create"


@pytest.mark.parametrize(
    ("name", "role"),
    [("GET /orders/{id}", "read"), ("PUT /orders/{id}", "replace"), ("DELETE /orders/{id}", "delete"),
     ("POST /orders", "create")],
)  # fmt: skip
def test_responses_without_documented_content(name: str, role: str) -> None:
    empty = {"responses": {"200": {"description": "fine"}}}
    paths = {
        "/orders": {"post": {**body(ORDER), **empty}},
        "/orders/{id}": {"get": empty, "put": {**body(ORDER), **empty}, "delete": empty},
    }
    assert inferred(paths, name).role == role


def test_a_collection_named_like_a_property_of_envelopes() -> None:
    paths = {
        "/messages": {
            "get": {"responses": {"200": response(envelope(total={"type": "integer"}, messages=many(ORDER)))}}
        },
        "/messages/{id}": {"get": {"responses": {"200": response(envelope(message=ORDER))}}},
    }
    assert inferred(paths, "GET /messages").list_path == ("messages",)
    assert inferred(paths, "GET /messages/{id}").item_path == ("message",)
