"""Conversion of strings to the JSON types of a schema."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.spec.schemas import Schema
from mockserver.http.coercion import MAX_DIGITS, compile_coercion, scalar_types
from tests.mockserver.kit import load

PARTS = {
    "schemas": {
        "Id": {"type": "integer"},
        "Loop": {"anyOf": [{"$ref": "#/components/schemas/Loop"}, {"type": "boolean"}]},
    }
}


def schema(node: Any) -> Schema:
    components = {"schemas": {**PARTS["schemas"], "It": node}}
    return load({}, components=components).schema("/components/schemas/It")


def read(node: Any, text: str, *, plain: bool = False) -> Any:
    coerce = compile_coercion(schema(node), plain=plain)
    return coerce(text) if coerce else text


@pytest.mark.parametrize(
    ("node", "text", "value"),
    [
        ({"type": "integer"}, "7", 7),
        ({"type": "integer"}, "-007", -7),
        ({"type": "integer"}, "7.0", "7.0"),
        ({"type": "integer"}, "7a", "7a"),
        ({"type": "integer"}, "", ""),
        ({"type": "integer"}, " 7", " 7"),
        ({"type": "integer"}, "\u0667", "\u0667"),
        ({"type": "integer"}, "1_0", "1_0"),
        ({"type": "integer"}, "9" * MAX_DIGITS, int("9" * MAX_DIGITS)),
        ({"type": "integer"}, "9" * 5000, "9" * 5000),
        ({"type": "number"}, "7", 7),
        ({"type": "number"}, "-7.50", -7.5),
        ({"type": "number"}, "1e3", 1000.0),
        ({"type": "number"}, "NaN", "NaN"),
        ({"type": "number"}, "Infinity", "Infinity"),
        ({"type": "number"}, "1e999", "1e999"),
        ({"type": "number"}, "0x1", "0x1"),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "false", False),
        ({"type": "boolean"}, "True", "True"),
        ({"type": "boolean"}, "1", "1"),
        ({"type": "string"}, "7", "7"),
        ({"type": ["integer", "null"]}, "null", None),
        ({"type": ["integer", "null"]}, "", None),
        ({"type": ["string", "null"]}, "", ""),
        ({"type": ["integer", "string"]}, "7", 7),
        ({"type": ["integer", "string"]}, "x", "x"),
        ({"type": ["boolean", "integer"]}, "true", True),
        ({"enum": [1, 2]}, "2", 2),
        ({"enum": ["1", "2"]}, "2", "2"),
        ({"enum": [1.5, None]}, "1.5", 1.5),
        ({"const": True}, "true", True),
        ({"$ref": "#/components/schemas/Id"}, "7", 7),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, "7", 7),
        ({"oneOf": [{"type": "boolean"}, {"const": "auto"}]}, "auto", "auto"),
        ({"allOf": [{"$ref": "#/components/schemas/Id"}, {"minimum": 1}]}, "7", 7),
        ({"$ref": "#/components/schemas/Loop"}, "true", True),
        ({}, "7", "7"),
        (True, "7", "7"),
    ],
)
def test_conversion(node: Any, text: str, value: Any) -> None:
    found = read(node, text)
    assert found == value
    assert type(found) is type(value)


def test_no_conversion_without_a_schema() -> None:
    assert compile_coercion(None) is None


@pytest.mark.parametrize(
    ("node", "types"),
    [
        ({"type": "string"}, {"string"}),
        ({"type": ["string", "null"]}, {"string", "null"}),
        ({"enum": [1, "a", None, 1.5, [1], {}]}, {"integer", "string", "null", "number", "array", "object"}),
        ({"anyOf": [{"type": "array"}, {"$ref": "#/components/schemas/Id"}]}, {"array", "integer"}),
        ({"minimum": 1}, set()),
        (False, set()),
    ],
)
def test_types(node: Any, types: set[str]) -> None:
    assert scalar_types(schema(node)) == types


@given(st.integers(-(10**30), 10**30))
def test_integers_are_converted(number: int) -> None:
    assert read({"type": "integer"}, str(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_converted(number: float) -> None:
    assert read({"type": "number"}, repr(number)) == number


@pytest.mark.parametrize("type_name", ["integer", "number"])
@pytest.mark.parametrize(("text", "value"), [("7", 7), ("0", 0), ("-12", -12), ("9007199254740993", 9007199254740993)])
def test_plain_numbers_are_converted(type_name: str, text: str, value: int) -> None:
    assert read({"type": type_name}, text, plain=True) == value


@pytest.mark.parametrize("text", ["+7", "007", "00", "-07", "-0", " 7", "7 ", "7.0", "1e1", "1_0", "", "9" * 5000])
def test_other_notations_of_integers_are_not_converted(text: str) -> None:
    assert read({"type": "integer"}, text, plain=True) == text


@pytest.mark.parametrize("text", ["+1.5", "01.5", ".5", "5.", "+7", "07", "0x7"])
def test_numbers_that_json_does_not_allow_are_not_converted(text: str) -> None:
    assert read({"type": "number"}, text, plain=True) == text


@given(st.integers())
def test_every_integer_has_a_plain_notation(number: int) -> None:
    assert read({"type": "integer"}, str(number), plain=True) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_json_number_is_plain(number: float) -> None:
    assert read({"type": "number"}, json.dumps(number), plain=True) == number
