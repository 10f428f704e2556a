"""Schemas of a location inside a value, with composition and references resolved."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.schema.json_types import type_of
from contracts.traffic.schema_location import SchemaLocation, walk_value

TREE = {
    "components": {
        "schemas": {
            "Base": {"type": "object", "properties": {"id": {"type": "string"}}},
            "Cat": {"properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}}},
            "Dog": {"properties": {"kind": {"enum": ["dog"]}, "tags": {"type": "array", "items": {"enum": ["a"]}}}},
            "Node": {"properties": {"next": {"$ref": "#/components/schemas/Node"}}},
        }
    }
}
BASE, CAT, DOG, NODE = ({"$ref": f"#/components/schemas/{name}"} for name in ("Base", "Cat", "Dog", "Node"))
PET = SchemaLocation(TREE, {"allOf": [BASE, {"oneOf": [CAT, DOG]}]})


def test_properties_of_composed_schemas() -> None:
    assert sorted(PET.properties) == ["id", "kind", "lives", "tags"]
    assert PET.properties["kind"].enum_values == {'"cat"', '"dog"'}
    assert PET.types == {"object"}


@pytest.mark.parametrize(
    ("schema", "name", "token"),
    [
        ({"properties": {"a": {}}}, "a", "a"),
        ({"properties": {"a": {}}}, "b", "b"),
        ({"type": "object"}, "b", "*"),
        ({"additionalProperties": {"type": "string"}, "properties": {"a": {}}}, "b", "*"),
        ({"additionalProperties": True, "properties": {"a": {}}}, "b", "b"),
        ({"patternProperties": {"^x": {"type": "string"}}}, "xy", "*"),
        (True, "b", "*"),
    ],
)
def test_path_tokens(schema: Any, name: str, token: str) -> None:
    assert SchemaLocation(TREE, schema).child(name)[0] == token


def test_locations_by_path() -> None:
    tags = PET.at(("tags", "*"))
    assert tags is not None
    assert tags.enum_values == {'"a"'}
    assert PET.at(("nothing",)) is None
    assert PET.at(("nothing", "below")) is None
    assert PET.at(("id", "*")) is None
    node = SchemaLocation(TREE, NODE).at(("next",) * 5)
    assert node is not None
    assert node.properties.keys() == {"next"}


@pytest.mark.parametrize(
    ("schema", "is_allowed"),
    [
        ({"properties": {"a": {}}, "additionalProperties": False}, False),
        ({"properties": {"b": {}}, "additionalProperties": False}, True),
        ({"patternProperties": {"b": {}}, "additionalProperties": False}, True),
        ({"properties": {"a": {}}}, True),
    ],
)
def test_allowed_properties(schema: Any, is_allowed: bool) -> None:
    assert SchemaLocation(TREE, schema).allows_property("b") is is_allowed


def test_unresolvable_references_are_ignored() -> None:
    assert not SchemaLocation(TREE, {"$ref": "#/nowhere"}).types


def test_walking_a_value() -> None:
    value = {"id": "1", "tags": ["a", "b"], "new": {"x": [1]}}
    paths = {("/".join(path)): location is not None for path, _, location in walk_value(value, PET)}
    assert paths == {
        "": True,
        "id": True,
        "tags": True,
        "tags/*": True,
        "new": False,
        "new/x": False,
        "new/x/*": False,
    }


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, "boolean"),
        (1, "integer"),
        (1.0, "integer"),
        (1.5, "number"),
        ("", "string"),
        ({}, "object"),
        ([], "array"),
        (None, "null"),
    ],
)
def test_types(value: Any, kind: str) -> None:
    assert type_of(value) == kind
