"""Generated invalid values are invalid by the schema."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.conformance.assertions.invalid_values import (
    invalid_bodies,
    invalid_strings,
    out_of_bounds_values,
    wrong_type_value,
)
from contracts.conformance.request_builder import OMITTED
from tests.contracts.conformance.checks.small import schema_of

PET = {
    "type": "object",
    "required": ["name", "kind"],
    "properties": {
        "id": {"type": "string", "readOnly": True},
        "name": {"type": "string", "minLength": 1, "maxLength": 5},
        "kind": {"$ref": "#/components/schemas/Kind", "description": "which"},
        "age": {"type": "integer", "minimum": 0, "maximum": 30},
        "anything": {},
    },
}
KIND = {"type": "string", "enum": ["cat", "dog"]}


@pytest.mark.parametrize(
    "schema", [{"type": "string"}, {"type": "integer"}, {"type": "array"}, {"type": "object"}, {"type": "boolean"},
               {"enum": [1, "a"]}, {"type": ["string", "null"]}, {"oneOf": [{"type": "string"}, {"type": "array"}]}]
)  # fmt: skip
def test_wrong_type(schema: Any) -> None:
    found = schema_of(schema)
    value = wrong_type_value(found)
    assert value is not OMITTED
    assert not found.is_valid(value)


def test_no_wrong_type_if_all_types_are_allowed() -> None:
    assert wrong_type_value(schema_of({})) is OMITTED
    assert wrong_type_value(schema_of({"type": ["string", "array", "object"]})) is OMITTED


@pytest.mark.parametrize(
    "schema",
    [
        KIND,
        {"const": 7},
        {"type": "string", "minLength": 1},
        {"type": "string", "maxLength": 3},
        {"type": "string", "pattern": "^[a-z]+$"},
        {"type": "string", "pattern": "[^ ]"},
        {"type": "integer", "minimum": 3},
        {"type": "integer", "maximum": 3},
        {"type": "number", "exclusiveMinimum": 3},
        {"type": "number", "exclusiveMaximum": 3},
        {"$ref": "#/components/schemas/Kind", "description": "which"},
    ],
)
def test_out_of_bounds_values(schema: Any) -> None:
    found = schema_of(schema, Kind=KIND)
    values = [value for _, value in out_of_bounds_values(found)]
    assert values
    assert not any(found.is_valid(value) for value in values)


def test_bounds_that_cannot_be_exceeded() -> None:
    assert not list(out_of_bounds_values(schema_of({"type": "integer", "maximum": 9223372036854775807})))
    assert not list(out_of_bounds_values(schema_of({"type": "string", "minLength": 0, "maxLength": 100000})))


@pytest.mark.parametrize(
    ("schema", "texts"),
    [
        ({"type": "integer"}, ["casemock"]),
        ({"type": "integer", "minimum": 1}, ["casemock", "0"]),
        ({"type": "boolean"}, ["casemock"]),
        (KIND, ["casemock-none-of-these"]),
        ({"type": "string", "pattern": "^[0-9]+$"}, ["~casemock~"]),
        ({"type": "string"}, []),
        ({"type": "string", "minLength": 1}, []),
        ({"type": "array", "items": {"type": "integer"}}, []),
        ({}, []),
    ],
)
def test_invalid_parameter_strings(schema: Any, texts: list[str]) -> None:
    assert [text for _, text in invalid_strings(schema_of(schema))] == texts


def test_invalid_bodies() -> None:
    schema = schema_of(PET, Kind=KIND)
    valid = {"name": "Io", "kind": "cat"}
    found = list(invalid_bodies(schema, valid))
    assert {(body.sort, body.key) for body in found} == {
        ("a value of the wrong type", "name"),
        ("an empty string", "name"),
        ("a string above maxLength", "name"),
        ("a value of the wrong type", "kind"),
        ("a value that is not in the enum", "kind"),
        ("a value of the wrong type", "age"),
        ("a number below the minimum", "age"),
        ("a number above the maximum", "age"),
        ("a required property missing", "name"),
        ("a required property missing", "kind"),
    }
    assert not any(schema.request_validator.is_valid(body.body) for body in found)
    assert all("id" not in body.body for body in found)
    assert valid == {"name": "Io", "kind": "cat"}


def test_an_undocumented_property_is_invalid_if_forbidden() -> None:
    closed = schema_of({**PET, "additionalProperties": False}, Kind=KIND)
    assert "an undocumented property" in {found.sort for found in invalid_bodies(closed, {"name": "Io"})}
