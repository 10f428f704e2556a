"""Tests for parts of values that are generated without the rest."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.generation.generate import Generators
from contracts.spec.keys import Keys, value_at

SCHEMAS: dict[str, Any] = {
    "Pet": {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "name": {"type": "string"},
            "createdAt": {"type": "string", "format": "date-time"},
            "parent": {"$ref": "#/components/schemas/Pet"},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
        },
    },
    "Optional": {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}},
    "Nullable": {"type": "object", "properties": {"id": {"type": ["string", "null"], "maxLength": 8}}},
    "Nested": {
        "type": "object",
        "properties": {
            "metadata": {"type": "object", "properties": {"uid": {"type": "string", "pattern": "^u-[0-9]*$"}}}
        },
    },
    "Either": {"anyOf": [{"$ref": "#/components/schemas/Pet"}, {"$ref": "#/components/schemas/Optional"}]},
    "Exactly": {
        "oneOf": [
            {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "a": {"type": "string"}}},
            {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "b": {"type": "string"}}},
        ]
    },
    "Counted": {
        "type": "object",
        "maxProperties": 2,
        "properties": {name: {"type": "integer"} for name in ("a", "b", "c", "id")},
    },
    "Combined": {"allOf": [{"$ref": "#/components/schemas/Optional"}, {"properties": {"tag": {"type": "string"}}}]},
    "Dated": {
        "type": "object",
        "properties": {"id": {"type": "string", "format": "date-time"}, "end": {"type": "string", "format": "date"}},
    },
}

CASES: list[tuple[str, Keys, bool]] = [
    ("Pet", ("id",), True),
    ("Optional", ("id",), True),
    ("Nullable", ("id",), True),
    ("Nested", ("metadata", "uid"), True),
    ("Either", ("id",), True),
    ("Exactly", ("id",), False),
    ("Counted", ("id",), False),
    ("Combined", ("id",), True),
    ("Dated", ("id",), True),
    ("Pet", ("children",), False),
    ("Pet", ("missing",), False),
]


@pytest.fixture(scope="module")
def contract() -> contracts.Contract:
    paths = {f"/{name}": _path(name) for name in SCHEMAS}
    document = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}
    return contracts.load({**document, "components": {"schemas": SCHEMAS}})


def _path(name: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return {"get": {"responses": {"200": {"description": "ok", "content": content}}}}


@pytest.mark.parametrize("optional", [None, 1.0])
@pytest.mark.parametrize(("name", "keys", "is_independent"), CASES)
def test_a_part_equals_that_of_the_whole_value(
    contract: contracts.Contract, name: str, keys: Keys, is_independent: bool, optional: float | None
) -> None:
    schema = contract.schema(f"/components/schemas/{name}")
    whole = Generators(seed=5, optional=optional).compile(schema)
    asked: list[str] = []

    def make(key: str) -> Any:
        asked.append(key)
        return whole(key)

    part = Generators(seed=5, optional=optional).compile_part(schema, keys, make)
    for number in range(60):
        assert part(f"item {number}") == value_at(whole(f"item {number}"), keys)
    assert not asked if is_independent else len(asked) == 60
