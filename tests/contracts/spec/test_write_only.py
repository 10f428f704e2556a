"""Removal of write-only properties from values."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from contracts.spec.write_only import write_only_remover
from tests.mockserver.kit import load

SECRET = {"type": "string", "writeOnly": True}
TEXT = {"type": "string"}


def components(**schemas: Any) -> Any:
    return load({}, components={"schemas": schemas})


def removed(value: Any, **schemas: Any) -> Any:
    """The value without the write-only properties of the schema ``It``; also checks that it is not changed."""
    remove = write_only_remover(components(**schemas).schema("/components/schemas/It"))
    assert remove is not None
    before = copy.deepcopy(value)
    result = remove(value)
    assert value == before
    return result


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"properties": {"a": TEXT, "b": SECRET}}, {"a": "1", "b": "2", "c": "3"}, {"a": "1", "c": "3"}),
        ({"properties": {"in": {"properties": {"b": SECRET}}}}, {"in": {"a": 1, "b": "2"}}, {"in": {"a": 1}}),
        ({"items": {"properties": {"b": SECRET}}}, [{"b": "2"}, {"a": 1}], [{}, {"a": 1}]),
        ({"prefixItems": [{"properties": {"b": SECRET}}]}, [{"b": "2"}, {"b": "2"}], [{}, {"b": "2"}]),
        ({"additionalProperties": {"properties": {"b": SECRET}}}, {"x": {"b": "2"}}, {"x": {}}),
        ({"patternProperties": {"^x": {"properties": {"b": SECRET}}}}, {"x": {"b": "2"}}, {"x": {}}),
        ({"allOf": [{"properties": {"a": TEXT}}, {"properties": {"b": SECRET}}]}, {"a": "1", "b": "2"}, {"a": "1"}),
        ({"properties": {"b": {"$ref": "#/components/schemas/Secret"}}}, {"b": "2"}, {}),
        ({"properties": {"b": {"allOf": [{"$ref": "#/components/schemas/Secret"}]}}}, {"b": "2"}, {}),
        ({"$ref": "#/components/schemas/Other"}, {"b": "2", "other": {"b": "2"}}, {"other": {}}),
        ({"anyOf": [{"properties": {"b": SECRET}}, {"type": "null"}]}, {"b": "2"}, {}),
        ({"properties": {"b": SECRET}}, "text", "text"),
        ({"properties": {"b": SECRET}}, None, None),
    ],
)
def test_removes_write_only_properties(schema: Any, value: Any, expected: Any) -> None:
    other = {"properties": {"b": SECRET, "other": {"$ref": "#/components/schemas/Other"}}}
    assert removed(value, It=schema, Secret=SECRET, Other=other) == expected


def test_only_the_matching_branch_counts() -> None:
    branches = [
        {"properties": {"kind": {"const": "card"}, "number": SECRET}},
        {"properties": {"kind": {"const": "bank"}, "number": TEXT}},
    ]
    assert removed({"kind": "card", "number": "1"}, It={"oneOf": branches}) == {"kind": "card"}
    assert removed({"kind": "bank", "number": "1"}, It={"oneOf": branches}) == {"kind": "bank", "number": "1"}


def test_no_matching_branch() -> None:
    assert removed({"number": "1"}, It={"oneOf": [{"required": ["a"], "properties": {"number": SECRET}}]}) == {}


def test_recursive_schema_and_deep_value() -> None:
    tree = {"properties": {"b": SECRET, "below": {"$ref": "#/components/schemas/It"}}}
    value: dict[str, Any] = {"b": "2"}
    for _ in range(90):
        value = {"b": "2", "below": value}
    result = removed(value, It=tree)
    for _ in range(90):
        assert set(result) == {"below"}
        result = result["below"]
    assert result == {}


def test_circular_references() -> None:
    schemas = components(
        It={"properties": {"a": {"$ref": "#/components/schemas/It"}}}, Other={"properties": {"b": SECRET}}
    )
    assert write_only_remover(schemas.schema("/components/schemas/It")) is None


@pytest.mark.parametrize("schema", [True, {}, {"properties": {"a": TEXT}}, {"items": True}])
def test_schemas_without_write_only_properties(schema: Any) -> None:
    assert write_only_remover(components(It=schema).schema("/components/schemas/It")) is None
    other = components(It=schema, Other={"properties": {"b": SECRET}})
    assert write_only_remover(other.schema("/components/schemas/It")) is None
