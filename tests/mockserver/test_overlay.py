"""Values of an item in a representation with another schema."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.spec.schemas import Schema
from mockserver.responses import overlay
from tests.mockserver.kit import load, only, response

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
SHORT = {
    "type": "object",
    "required": ["head"],
    "properties": {
        "title": TEXT,
        "head": {"type": "object", "required": ["label", "size"], "properties": {"label": TEXT, "size": NUMBER}},
        "tags": {"type": "array", "items": {"type": "object", "required": ["name", "color"],
                                            "properties": {"name": TEXT, "color": TEXT}}},
    },
}  # fmt: skip


def schema() -> Schema:
    found = only(load({"/x": {"get": {"responses": {"200": response(SHORT)}}}})).responses[0].content[0].schema
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"title": "a", "other": 1}, {"title": "a", "head": {"label": "x", "size": 1}}),
        ({"title": 5}, {"head": {"label": "x", "size": 1}}),
        ({"head": {"label": "main"}}, {"head": {"label": "main", "size": 1}}),
        ({"head": {"label": "main", "size": "wide"}}, {"head": {"label": "main", "size": 1}}),
        ({"head": None}, {"head": {"label": "x", "size": 1}}),
    ],
)
def test_overlay(item: Any, expected: Any) -> None:
    assert overlay(schema(), {"head": {"label": "x", "size": 1}}, item) == expected


def test_items_of_arrays_are_combined_one_by_one() -> None:
    value = {"head": {"label": "x", "size": 1}, "tags": [{"name": "n", "color": "red"}]}
    found = overlay(schema(), value, {"tags": [{"name": "a"}, {"name": "b", "color": "blue"}]})
    assert found["tags"] == [{"name": "a", "color": "red"}, {"name": "b", "color": "blue"}]
