"""Schemas that are derived from the examples of responses without documented properties."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.spec.model import Contract
from contracts.spec.resources.example_schemas import MAX_DEPTH, MAX_PROPERTIES, example_schema

OBJECT = {"type": "object"}


def contract(example: Any, schema: Any = None) -> Contract:
    content = {"example": example, **({} if schema is None else {"schema": schema})}
    operation = {"responses": {"200": {"description": "d", "content": {"application/json": content}}}}
    paths = {"/pets": {"get": operation}}
    return contracts.load({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths})


def derived(example: Any, schema: Any = None) -> Any:
    """The schema that is derived for a response, or ``None``."""
    found = contract(example, schema).operations[0].responses[0].content[0].derived
    return found.node if found else None


def test_derived_schema() -> None:
    example = {
        "id": 7,
        "ownerId": "x",
        "key": "9db2ec00-2a20-4b75-a62f-a77c0b46093d",
        "created": "2024-01-02T03:04:05Z",
        "name": "Rex",
        "age": None,
        "paid": True,
        "tags": [{"a": 1}],
    }
    assert example_schema(None, [example]) == {
        "type": "object",
        "examples": [example],
        "properties": {
            "id": {"type": "integer", "examples": [7]},
            "ownerId": {"type": "string", "examples": ["x"]},
            "key": {"type": "string", "format": "uuid", "examples": [example["key"]]},
            "created": {"format": "date-time", "examples": [example["created"]]},
            "name": {"examples": ["Rex"]},
            "age": {},
            "paid": {"examples": [True]},
            "tags": {"items": {"properties": {"a": {"examples": [1]}}, "examples": [{"a": 1}]}},
        },
    }


@pytest.mark.parametrize(
    "schema",
    [None, True, {}, OBJECT, {**OBJECT, "description": "d", "additionalProperties": True, "x-a": 1},
     {**OBJECT, "items": {"properties": {"a": {}}}}],
)  # fmt: skip
def test_schema_without_properties(schema: Any) -> None:
    assert derived({"id": 1}, schema)["properties"] == {"id": {"type": "integer", "examples": [1]}}


@pytest.mark.parametrize("schema", [None, {"type": "array"}, {"type": "array", "items": OBJECT}])
def test_array(schema: Any) -> None:
    found = derived([{"id": 1}, {"id": 2, "name": "a"}], schema)
    assert found["type"] == "array"
    assert found["items"]["properties"]["id"] == {"type": "integer", "examples": [1, 2]}
    assert list(found["items"]["properties"]) == ["id", "name"]


def test_envelope() -> None:
    found = derived({"data": [{"id": "a"}], "included": []})
    assert found["properties"]["data"]["items"]["properties"] == {"id": {"type": "string", "examples": ["a"]}}


@pytest.mark.parametrize(
    "example", [{"name": "a"}, {"id": True}, {"id": None}, {"paid": 1}, [], [1], [{"name": "a"}], "id", None,
                {"error": {"id": 1}}, {"id": {"id": 1}}],
)  # fmt: skip
def test_example_without_id(example: Any) -> None:
    assert derived(example) is None


@pytest.mark.parametrize(
    "schema", [{**OBJECT, "properties": {"id": {}}}, {**OBJECT, "additionalProperties": {"type": "string"}},
               {"type": "array", "items": {"type": "array"}}, {"oneOf": [OBJECT, {"type": "array"}]},
               {"type": "string"}, {**OBJECT, "required": ["a"]}, {"items": OBJECT}],
)  # fmt: skip
def test_documented_schema_is_kept(schema: Any) -> None:
    assert derived({"id": 1}, schema) is None


def test_limits() -> None:
    deep: Any = {"id": 1}
    for _ in range(MAX_DEPTH * 2):
        deep = {"id": 1, "a": deep}
    node: Any = example_schema(None, [deep])
    depth = 0
    while node.get("properties"):
        node, depth = node["properties"].get("a", {}), depth + 1
    assert depth == MAX_DEPTH
    assert example_schema(None, [{f"p{number}_id": 1 for number in range(MAX_PROPERTIES + 1)}]) is None


def test_derived_schemas_are_not_in_the_document() -> None:
    found = contract({"id": 1})
    assert set(found.tree) == {"openapi", "info", "paths"}
    assert found.operations[0].responses[0].content[0].schema is None
