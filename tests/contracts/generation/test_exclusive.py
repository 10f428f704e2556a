"""Values of exactly one alternative of ``oneOf``, also if alternatives allow other properties."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.generation.generate import Generators
from mockserver.app import create_app
from tests.mockserver.kit import Client, load, response

TEXT = {"type": "string"}


def open_object(*names: str, required: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": dict.fromkeys(names, TEXT), "required": list(required), **more}


OVERLAPPING = [
    [open_object("a", "b", required=("a",)), open_object("a", "c", required=("a",))],
    [open_object("a"), open_object("b"), open_object("c")],
    [open_object("a", "b", required=("a",)), open_object("a", "b", required=("b",))],
    [open_object("a"), open_object("a", additionalProperties=False)],
    [open_object("a", required=("a",)), {"type": "object", "properties": {"b": {"type": ["string", "null"]}}}],
    [{"type": "object"}, open_object("a")],
    [{"type": "integer"}, {"type": "number"}],
    [TEXT, {"type": "string", "enum": ["x", "y"]}],
]


@pytest.mark.parametrize("alternatives", OVERLAPPING)
@pytest.mark.parametrize("optional", [None, 1])
def test_generated_values_are_valid(alternatives: list[Any], optional: float | None) -> None:
    schema = load({}, components={"schemas": {"S": {"oneOf": alternatives}}}).schema("/components/schemas/S")
    generate = Generators(optional=optional).compile(schema)
    assert all(schema.is_valid(generate(str(number))) for number in range(40))


@pytest.mark.parametrize("alternatives", OVERLAPPING)
def test_the_mock_serves_valid_values(alternatives: list[Any]) -> None:
    body = {"type": "array", "minItems": 1, "items": {"oneOf": alternatives}}
    contract = load({"/x": {"get": {"responses": {"200": response(body)}}}})
    reply = Client(create_app(contract))("GET", "/x")
    schema = contract.schema("/paths/~1x/get/responses/200/content/application~1json/schema")
    assert (reply.status, schema.is_valid(reply.json), reply.header("x-mock-reason")) == (200, True, "")


def test_both_alternatives_are_generated() -> None:
    schema = load({}, components={"schemas": {"S": {"oneOf": OVERLAPPING[0]}}}).schema("/components/schemas/S")
    found = [Generators(optional=1).compile(schema)(str(number)) for number in range(20)]
    assert {tuple(sorted(name for name, value in one.items() if value is not None)) for one in found} == {
        ("a", "b"),
        ("a", "c"),
    }


def test_an_alternative_without_a_value_of_its_own_is_skipped() -> None:
    alternatives = [open_object("a", required=("a",)), {"type": "object", "required": ["a"], "properties": {}}]
    schema = load({}, components={"schemas": {"S": {"oneOf": alternatives}}}).schema("/components/schemas/S")
    assert all(not isinstance(Generators().compile(schema)(key)["a"], str) for key in "abcdef")


def test_identical_alternatives_are_served_as_they_are() -> None:
    contract = load({"/x": {"get": {"responses": {"200": response({"oneOf": [open_object("a")] * 2})}}}})
    reply = Client(create_app(contract))("GET", "/x")
    assert (reply.status, list(reply.json)) == (200, ["a"])


def test_a_list_of_impossible_items_is_empty() -> None:
    schema = {"type": "array", "items": {"allOf": [TEXT, {"type": "integer"}]}}
    contract = load({"/x": {"get": {"responses": {"200": response({"properties": {"list": schema}})}}}})
    reply = Client(create_app(contract))("GET", "/x")
    assert (reply.status, reply.json, reply.header("x-mock-reason")) == (200, {"list": []}, "")
