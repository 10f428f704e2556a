"""Static values: examples and defaults of schemas and of their parts."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.generation.generate import Generator, Generators
from tests.mockserver.kit import load, only, response


def generator(schema: Any, **components: Any) -> Generator:
    operation = only(
        load({"/x": {"get": {"responses": {"200": response(schema)}}}}, components={"schemas": components})
    )
    found = operation.responses[0].content[0].schema
    assert found is not None
    return Generators(best_effort=True).documented.compile(found)


OWNER = {"type": "object", "required": ["email"], "properties": {"email": {"type": "string", "example": "a@b.example"}}}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer", "examples": [12, 13]}, 12),
        ({"type": "integer", "default": 5}, 5),
        ({"type": "integer", "default": 5, "examples": [6]}, 6),
        ({"type": ["string", "null"], "examples": [None]}, None),
        ({"type": ["string", "null"], "default": None}, None),
        ({"type": "array", "items": {"type": "string", "examples": ["a", "b"]}}, ["a", "b"]),
        ({"type": "array", "minItems": 3, "items": {"type": "string", "examples": ["a", "b"]}}, ["a", "b", "a"]),
        ({"type": "array", "maxItems": 1, "items": {"type": "string", "examples": ["a", "b"]}}, ["a"]),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Owner"}}, [{"email": "a@b.example"}]),
        ({"type": "object", "properties": {"owner": {"$ref": "#/components/schemas/Owner"}}},
         {"owner": {"email": "a@b.example"}}),
        ({"allOf": [{"$ref": "#/components/schemas/Owner"}, {"properties": {"n": {"type": "integer", "example": 3}}}]},
         {"email": "a@b.example", "n": 3}),
        ({"allOf": [
            {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}, "examples": [{"a": 1}]},
            {"type": "object", "required": ["b"], "properties": {"b": {"type": "integer"}}, "examples": [{"b": 2}]},
        ]}, {"a": 1, "b": 2}),
        ({"oneOf": [{"type": "integer"}, {"type": "string", "examples": ["x"]}]}, "x"),
        ({"type": "object", "properties": {"first_name": {"type": "string", "example": "Ada"},
                                           "email": {"type": "string", "format": "email", "example": "z@y.example"}}},
         {"first_name": "Ada", "email": "z@y.example"}),
    ],
)  # fmt: skip
def test_documented_values(schema: Any, value: Any) -> None:
    made = generator(schema, Owner=OWNER)
    assert made("a") == made("b") == value


def test_what_the_document_does_not_say_is_generated() -> None:
    made = generator(
        {
            "type": "object",
            "required": ["a", "b"],
            "properties": {"a": {"type": "integer", "minimum": 5}, "b": {"type": "string", "example": "fix"}},
        }
    )
    assert made("1")["a"] >= 5
    assert made("1")["b"] == "fix"
    assert made("1") == made("1")


def test_an_example_that_is_not_valid_is_kept() -> None:
    node = {"type": "object", "properties": {"n": {"type": "integer", "example": "lots"}}}
    assert generator(node)("a") == {"n": "lots"}
    assert generator({"type": "integer", "example": "lots"})("a") == "lots"


def test_a_default_that_is_not_valid_is_not_used() -> None:
    assert isinstance(generator({"type": "integer", "default": "none"})("a"), int)


def test_unique_items_with_one_example() -> None:
    node = {"type": "array", "uniqueItems": True, "items": {"type": "string", "examples": ["a"]}}
    assert generator(node)("k") == ["a"]


def test_a_recursive_schema_ends() -> None:
    node = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "example": "root"},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
        },
    }
    assert generator({"$ref": "#/components/schemas/Node"}, Node=node)("k")["name"] == "root"


def test_the_usual_generators_do_not_change() -> None:
    generators = Generators()
    assert generators.documented is generators.documented
    assert generators.documented.documented is generators.documented
