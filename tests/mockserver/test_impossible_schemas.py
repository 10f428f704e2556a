"""Responses whose schema allows no value: as valid as possible, with the reason in a header, never 500."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.generation.generate import Generators
from mockserver.app import create_app
from tests.mockserver.kit import Client, Reply, document, load, path_parameter, response

TEXT = {"type": "string"}
SHORT = {"type": "string", "minLength": 5, "maxLength": 3}
CAT = {"type": "object", "required": ["name"], "properties": {"name": TEXT, "lives": TEXT}}
OVERLAPPING = {"oneOf": [CAT, CAT]}


def got(schema: Any) -> Reply:
    return Client(create_app(document({"/x": {"get": {"responses": {"200": response(schema)}}}})))("GET", "/x")


def test_a_keyword_that_refuses_every_value_is_ignored() -> None:
    reply = got({**CAT, "not": {"required": ["name"]}})
    assert reply.status == 200
    assert isinstance(reply.json["name"], str)
    reason = reply.header("x-mock-reason")
    assert reason.startswith("invalid body: ")
    assert "/paths/~1x/get/responses/200" in reason


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (SHORT, ""),
        ({"type": "integer", "minimum": 5, "maximum": 3, "example": 4}, 4),
        ({"allOf": [{"type": "string"}, {"type": "integer"}]}, {}),
        ({"type": "array", "items": TEXT, "minItems": 3, "maxItems": 2}, []),
        ({"type": "string", "enum": ["ab"], "maxLength": 1}, "ab"),
    ],
)
def test_only_the_impossible_part_is_not_valid(schema: Any, value: Any) -> None:
    properties = {"bad": schema, "good": {"const": "fine"}, "optional": SHORT}
    reply = got({"type": "object", "required": ["bad", "good"], "properties": properties})
    assert (reply.status, reply.json) == (200, {"bad": value, "good": "fine"})
    assert reply.header("x-mock-reason")


def test_items_keep_their_state() -> None:
    item = {"type": "object", "required": ["id", "bad"], "properties": {"id": TEXT, "name": TEXT, "bad": SHORT}}
    sent = {"requestBody": {"content": {"application/json": {"schema": CAT}}}}
    paths = {
        "/cats": {"post": {**sent, "responses": {"201": response(item)}}},
        "/cats/{id}": {"parameters": [path_parameter("id")], "get": {"responses": {"200": response(item)}}},
    }
    client = Client(create_app(document(paths)))
    made = client("POST", "/cats", {"name": "Tom"})
    read = client("GET", made.header("location"))
    assert (made.status, made.json["name"], read.json) == (201, "Tom", made.json)
    assert made.header("x-mock-reason")
    assert read.header("x-mock-reason")


def test_valid_values_have_no_reason() -> None:
    assert got(CAT).header("x-mock-reason") == ""


def test_other_languages_also_have_values() -> None:
    schema = load({}, components={"schemas": {"S": OVERLAPPING}}).schema("/components/schemas/S")
    generators = Generators(best_effort=True).for_locale("de_DE")
    assert generators.compile(schema)("key")["name"]
    assert generators.compile(schema).problem


@pytest.mark.parametrize("kind", [{"const": {"a": 1}}, {"enum": [{"a": 1}, [2], "Cat"]}, {"enum": [[1], {"b": {}}]}])
@pytest.mark.parametrize("name", ["Pet", "Any"])
def test_a_discriminator_cannot_select_by_objects_and_arrays(kind: Any, name: str) -> None:
    pet = {"type": "object", "required": ["kind"], "properties": {"kind": {}}}
    cat, dog = ({"$ref": f"#/components/schemas/{one}"} for one in ("Cat", "Dog"))
    base = {"$ref": "#/components/schemas/Pet"}
    discriminator = {"discriminator": {"propertyName": "kind"}}
    schemas = {
        "Pet": {**pet, **discriminator},
        "Cat": {"allOf": [base, {"properties": {"kind": kind}}]},
        "Dog": {"allOf": [base]},
        "Any": {"oneOf": [cat, dog], **discriminator},
    }
    listed = response({"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}})
    client = Client(
        create_app(document({"/pets": {"get": {"responses": {"200": listed}}}}, components={"schemas": schemas}))
    )
    reply = client("GET", "/pets")
    assert reply.status == 200
    assert {one["kind"] for one in reply.json} <= {"Cat", "Dog"}
