from __future__ import annotations

from typing import Any

import pytest

from contracts.generation.generate import Generators

TEXT = {"type": "string"}


def thing(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


def value_of(schema: Any, *, with_errors: bool = False) -> Any:
    return Generators(seed=1, optional=1, with_errors=with_errors).compile(schema)("a")


@pytest.mark.parametrize("name", ["error", "errors", "errorMessage", "error_code", "exception"])
def test_optional_errors_are_omitted(build: Any, name: str) -> None:
    schema = build(thing(id=TEXT, **{name: TEXT}))
    assert value_of(schema).keys() == {"id"}
    assert value_of(schema, with_errors=True).keys() == {"id", name}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": ["object", "null"]}, None),
        ({"type": "array", "items": TEXT}, []),
        (TEXT, ""),
        ({"type": "boolean"}, False),
    ],
)
def test_required_errors_are_empty(build: Any, schema: Any, expected: Any) -> None:
    assert value_of(build(thing(("errors",), errors=schema)))["errors"] == expected


def test_errors_that_the_schema_requires_are_generated(build: Any) -> None:
    schema = build(thing(("errors",), errors={"type": "array", "minItems": 1, "items": TEXT}))
    assert value_of(schema)["errors"]


def test_the_number_of_errors_is_generated(build: Any) -> None:
    assert isinstance(value_of(build(thing(errors={"type": "integer"})))["errors"], int)


def test_objects_that_are_errors_keep_them(build: Any) -> None:
    schema = build({"$ref": "#/components/schemas/ErrorResponse"}, ErrorResponse=thing(error=TEXT))
    assert value_of(schema)["error"]


def test_errors_stay_if_the_number_of_properties_is_limited(build: Any) -> None:
    assert value_of(build(thing(error=TEXT) | {"minProperties": 1}))


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_alternatives_that_are_errors_are_not_chosen(build: Any, keyword: str) -> None:
    node = {keyword: [{"$ref": "#/components/schemas/Problem"}, {"$ref": "#/components/schemas/Pet"}]}
    parts = {"Problem": thing(("title",), title=TEXT), "Pet": thing(("pet",), pet=TEXT)}
    schema = build(node, **parts)
    made = Generators(seed=1).compile(schema)
    assert all("pet" in made(str(number)) for number in range(20))
    made = Generators(seed=1, with_errors=True).compile(schema)
    assert any("pet" not in made(str(number)) for number in range(20))
