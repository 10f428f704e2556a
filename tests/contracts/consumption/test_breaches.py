"""How values break their schemas: in the same words each time, and never where something is masked."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.consumption.breaches import breaches_of
from tests.mockserver.kit import load

SCHEMA = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "readOnly": True},
        "size": {"type": "integer", "minimum": 1, "multipleOf": 2},
        "when": {"type": "string", "format": "date"},
        "tags": {"type": "array", "items": {"enum": ["a"]}, "maxItems": 1},
        "password": {"type": "string", "minLength": 8},
        "choice": {"oneOf": [{"type": "string", "minLength": 5}, {"type": "integer"}]},
        "closed": {"additionalProperties": False, "properties": {"a": {}}},
    },
}
CONTRACT = load({"/x": {}}, components={"schemas": {"X": SCHEMA}})


def told(value: Any, direction: str = "response") -> list[str]:
    schema = CONTRACT.schema("/components/schemas/X")
    return [phrase for phrase, _ in breaches_of(schema, value, direction)]


@pytest.mark.parametrize(
    ("value", "phrases"),
    [
        ({"id": "1"}, []),
        ([], ["is array, and object is documented"]),
        ({}, ["lacks 'id', which is required"]),
        ({"id": 1}, ["at /id is integer, and string is documented"]),
        ({"id": "1", "size": 0}, ["at /size is less than is documented (minimum)"]),
        ({"id": "1", "size": 3}, ["at /size does not keep to 'multipleOf'"]),
        ({"id": "1", "when": "today"}, ["at /when is no date"]),
        ({"id": "1", "tags": ["b"]}, ["at /tags/* is none of the documented values"]),
        ({"id": "1", "tags": ["a", "a"]}, ["at /tags has more items than is documented (maxItems)"]),
        ({"id": "1", "choice": "abc"}, ["at /choice fits none of the documented alternatives, or too many"]),
        ({"id": "1", "closed": {"c": 1, "b": 1}}, ["at /closed has 'b', 'c', which the schema forbids"]),
        ({"id": "1", "password": "x"}, []),
        ({"id": "1", "when": "…"}, []),
        ({"id": "1", "choice": "…"}, []),
        ({"id": "1", "when": "\ud800"}, ["has a text that is not Unicode"]),
    ],
)
def test_phrases(value: Any, phrases: list[str]) -> None:
    assert told(value) == phrases


def test_what_is_read_only_is_not_required_of_a_request() -> None:
    assert told({}, "request") == []
