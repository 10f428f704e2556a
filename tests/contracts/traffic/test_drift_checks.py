"""Schema violations have stable phrases, and masked values are not validated."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.traffic.drift_checks import violations_of
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


def phrases_of(value: Any, direction: str = "response") -> list[str]:
    schema = CONTRACT.schema("/components/schemas/X")
    return [phrase for phrase, _ in violations_of(schema, value, direction)]


@pytest.mark.parametrize(
    ("value", "phrases"),
    [
        ({"id": "1"}, []),
        ([], ["is array instead of object"]),
        ({}, ["lacks required property 'id'"]),
        ({"id": 1}, ["at /id is integer instead of string"]),
        ({"id": "1", "size": 0}, ["at /size is less than documented (minimum)"]),
        ({"id": "1", "size": 3}, ["at /size violates 'multipleOf'"]),
        ({"id": "1", "when": "today"}, ["at /when does not have format 'date'"]),
        ({"id": "1", "tags": ["b"]}, ["at /tags/* is not one of the documented values"]),
        ({"id": "1", "tags": ["a", "a"]}, ["at /tags has more items than documented (maxItems)"]),
        ({"id": "1", "choice": "abc"}, ["at /choice does not match exactly one documented alternative"]),
        ({"id": "1", "closed": {"c": 1, "b": 1}}, ["at /closed has 'b', 'c', which the schema forbids"]),
        ({"id": "1", "password": "x"}, []),
        ({"id": "1", "when": "…"}, []),
        ({"id": "1", "choice": "…"}, []),
        ({"id": "1", "when": "\ud800"}, ["has a string that is not valid Unicode"]),
    ],
)
def test_phrases(value: Any, phrases: list[str]) -> None:
    assert phrases_of(value) == phrases


def test_read_only_properties_are_not_required_in_requests() -> None:
    assert phrases_of({}, "request") == []
