"""``oneOf`` whose alternatives cannot be told apart."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.generation.generate import Generators
from contracts.spec.overlapping import EXCLUSIVE, MAX_DEPTH, lenient_tree
from mockserver.app import create_app
from tests.mockserver.kit import Client, json_content, load, path_parameter, response

TEXT = {"type": "string"}


def with_properties(*names: str, required: tuple[str, ...] = ()) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": dict.fromkeys(names, TEXT)}
    return {**schema, "required": list(required)} if required else schema


OVERLAPPING = [
    [with_properties("a"), with_properties("b"), with_properties("c")],
    [with_properties("a", "b", required=("a",)), {**with_properties("a", "b", required=("a",)), "title": "same"}],
    [TEXT, {"type": "string", "description": "same"}],
    [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
]
DISTINCT = [
    [with_properties("a", required=("a",)), with_properties("b", required=("b",))],
    [with_properties("a"), {**with_properties("b"), "additionalProperties": False}],
    [{"type": "integer"}, {"type": "number"}],
    [with_properties("a"), {"type": "object", "properties": {"a": {"type": "integer"}}}],
    [with_properties("a"), {"$ref": "#/components/schemas/Missing"}],
    [with_properties("a")],
]


def tree(options: list[Any]) -> dict[str, Any]:
    components = {"A": with_properties("a"), "B": with_properties("b"), "X": {"oneOf": options}}
    return {"components": {"schemas": components}}


@pytest.mark.parametrize("options", OVERLAPPING)
def test_alternatives_that_cannot_be_told_apart_are_any_of(options):
    made = lenient_tree(tree(options))
    assert made["components"]["schemas"]["X"] == {"anyOf": options, EXCLUSIVE: True}


@pytest.mark.parametrize("options", DISTINCT)
def test_other_documents_stay_the_same_object(options):
    given = tree(options)
    assert lenient_tree(given) is given


def test_examples_are_not_schemas_and_depth_is_limited():
    deep: dict[str, Any] = {"oneOf": OVERLAPPING[0]}
    for _ in range(MAX_DEPTH):
        deep = {"x": deep}
    given = {"example": {"oneOf": OVERLAPPING[0]}, "deep": deep}
    assert lenient_tree(given) is given


def paths() -> dict[str, Any]:
    spot = {
        "allOf": [
            {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "label": TEXT}},
            {"oneOf": [with_properties("place"), with_properties("place_id")]},
        ]
    }
    return {
        "/spots": {
            "get": {"responses": {"200": response({"type": "array", "items": spot})}},
            "post": {
                "requestBody": {"content": json_content(with_properties("label"))},
                "responses": {"201": response(spot)},
            },
        },
        "/spots/{id}": {
            "parameters": [path_parameter("id", TEXT)],
            "get": {"responses": {"200": response(spot)}},
        },
    }


def test_validation_stays_strict():
    contract = load(paths())
    schema = contract.schema("/paths/~1spots~1{id}/get/responses/200/content/application~1json/schema")
    assert not schema.is_valid({"id": "a", "place": "hall"})
    assert schema.lenient.is_valid({"id": "a", "place": "hall"})
    assert not schema.lenient.is_valid({"place": "hall"})
    assert Generators().compile(schema.lenient)("x")["id"]


def test_the_mock_keeps_items_of_such_schemas():
    client = Client(create_app(load(paths())))
    created = client("POST", "/spots", {"label": "hall"})
    assert (created.status, created.json["label"]) == (201, "hall")
    assert client("GET", f"/spots/{created.json['id']}").json == created.json
    assert created.json in client("GET", "/spots").json
