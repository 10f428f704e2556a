"""What a document says at a place inside a value, composition and references looked through."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.consumption.places import Place, walked
from contracts.schema.json_types import type_of

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
PET = Place(TREE, {"allOf": [BASE, {"oneOf": [CAT, DOG]}]})


def test_properties_of_all_that_is_composed() -> None:
    assert sorted(PET.properties) == ["id", "kind", "lives", "tags"]
    assert PET.properties["kind"].listed == {'"cat"', '"dog"'}
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
def test_the_token_of_a_member(schema: Any, name: str, token: str) -> None:
    assert Place(TREE, schema).member(name)[0] == token


def test_ways() -> None:
    tags = PET.at(("tags", "*"))
    assert tags is not None
    assert tags.listed == {'"a"'}
    assert PET.at(("nothing",)) is None
    assert PET.at(("nothing", "below")) is None
    assert PET.at(("id", "*")) is None
    node = Place(TREE, NODE).at(("next",) * 5)
    assert node is not None
    assert node.properties.keys() == {"next"}


@pytest.mark.parametrize(
    ("schema", "is_accepted"),
    [
        ({"properties": {"a": {}}, "additionalProperties": False}, False),
        ({"properties": {"b": {}}, "additionalProperties": False}, True),
        ({"patternProperties": {"b": {}}, "additionalProperties": False}, True),
        ({"properties": {"a": {}}}, True),
    ],
)
def test_members_that_may_be_there(schema: Any, is_accepted: bool) -> None:
    assert Place(TREE, schema).accepts_member("b") is is_accepted


def test_a_reference_that_leads_nowhere_says_nothing() -> None:
    assert not Place(TREE, {"$ref": "#/nowhere"}).types


def test_a_walk_names_each_value() -> None:
    value = {"id": "1", "tags": ["a", "b"], "new": {"x": [1]}}
    ways = {("/".join(way)): place is not None for way, _, place in walked(value, PET)}
    assert ways == {
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
