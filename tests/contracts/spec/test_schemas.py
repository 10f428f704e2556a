"""Schemas: lookup by pointer, references, properties, validators."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.errors import DocumentError
from contracts.spec.schemas import Schema


def space(**schemas: Any) -> Any:
    return contracts.load(
        {
            "openapi": "3.1.0",
            "info": {"title": "T", "version": "1"},
            "paths": {},
            "components": {"schemas": schemas},
        }
    ).schemas


def at(name: str, **schemas: Any) -> Schema:
    found = space(**schemas).at(f"/components/schemas/{name}")
    assert isinstance(found, Schema)
    return found


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def test_one_object_per_pointer() -> None:
    schemas = space(A={"properties": {"b": {}}})
    first = schemas.at("/components/schemas/A")
    assert schemas.at("/components/schemas/A") is first
    assert first.child("properties", "b") is schemas.at("/components/schemas/A/properties/b")
    assert {first: 1}[schemas.at("/components/schemas/A")] == 1


@pytest.mark.parametrize("pointer", ["/components/schemas/B", "/components/schemas/A/properties/x", "/nowhere"])
def test_missing_pointer(pointer: str) -> None:
    with pytest.raises(KeyError):
        space(A={}).at(pointer)


def test_escaped_names() -> None:
    odd = at("A", A={"properties": {"a/b~c %": {"type": "integer"}}}).properties["a/b~c %"]
    assert odd.pointer == "/components/schemas/A/properties/a~1b~0c %"
    assert odd.is_valid(7)
    assert not odd.is_valid("7")


def test_resolve_stops_at_siblings() -> None:
    schemas = {"A": ref("B"), "B": ref("C"), "C": {"type": "integer"}, "D": {**ref("C"), "minimum": 5}}
    assert at("A", **schemas).resolve().pointer == "/components/schemas/C"
    assert at("C", **schemas).resolve() is not None
    assert at("D", **schemas).resolve().node == {**ref("C"), "minimum": 5}
    assert not at("D", **schemas).is_valid(4)
    assert not at("D", **schemas).is_valid("x")


def test_circular_reference_is_rejected() -> None:
    with pytest.raises(DocumentError):
        at("A", A=ref("B"), B=ref("A")).resolve()


def test_properties_through_references_and_composition() -> None:
    schemas = {
        "A": {"allOf": [ref("B"), {"properties": {"c": {}}}], "properties": {"d": {}, "b": {"type": "integer"}}},
        "B": {"properties": {"a": {}, "b": {}}},
        "C": {**ref("B"), "properties": {"e": {}}},
    }
    found = at("A", **schemas).properties
    assert list(found) == ["a", "b", "c", "d"]
    assert found["b"].node == {"type": "integer"}
    assert list(at("C", **schemas).properties) == ["a", "b", "e"]


def test_properties_of_recursive_schema() -> None:
    assert list(at("A", A={"allOf": [{"properties": {"a": {}}}, ref("A")]}).properties) == ["a"]
    assert at("A", A=True).properties == {}


@pytest.mark.parametrize(
    ("node", "pointer"),
    [
        ({"type": "array", "items": {"type": "string"}}, "/components/schemas/A/items"),
        (ref("List"), "/components/schemas/List/items"),
        ({"type": "array", "items": True}, None),
        ({"type": "array"}, None),
        ({"type": "object"}, None),
        (False, None),
    ],
)
def test_items(node: Any, pointer: str | None) -> None:
    found = at("A", A=node, List={"items": ref("A")}).items
    assert (found.pointer if found else None) == pointer


def test_names() -> None:
    schemas = space(A={"properties": {"b": {}}})
    assert schemas.at("/components/schemas/A").name == "A"
    assert schemas.at("/components/schemas/A/properties/b").name == ""


@pytest.mark.parametrize(
    ("node", "value", "valid"),
    [
        ({"format": "date-time"}, "2026-01-01T00:00:00Z", True),
        ({"format": "date-time"}, "yesterday", False),
        ({"format": "uuid"}, "x", False),
        ({"format": "email"}, "x", False),
        ({"format": "unheard-of"}, "x", True),
        ({"properties": {"next": ref("A")}, "additionalProperties": False}, {"next": {"next": {}}}, True),
        ({"properties": {"next": ref("A")}, "additionalProperties": False}, {"next": {"x": 1}}, False),
        (True, None, True),
        (False, None, False),
    ],
)
def test_validators(node: Any, value: Any, valid: bool) -> None:
    assert at("A", A=node).is_valid(value) is valid


def test_validators_are_compiled_once() -> None:
    schema = at("A", A={"type": "integer"})
    assert schema.validator is schema.validator


def test_directions() -> None:
    schema = at(
        "A",
        A={
            "required": ["id", "secret"],
            "properties": {"id": {"readOnly": True}, "secret": {"writeOnly": True}},
        },
    )
    assert schema.validator.is_valid({"id": 1})
    assert not schema.validator.is_valid({"secret": 1})
    assert schema.request_validator.is_valid({"secret": 1})
    assert not schema.request_validator.is_valid({"id": 1})
