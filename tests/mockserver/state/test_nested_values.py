"""Nested values: merge patches, and completion of what clients send."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.state.nested_values import complete, merge_patch
from tests.mockserver.kit import load

LINE = {
    "type": "object",
    "required": ["id", "sku"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "sku": {"type": "string"},
        "note": {"type": "string"},
        "seen": {"type": "boolean", "readOnly": True},
    },
}


def completed(schema: Any, value: Any, current: Any) -> Any:
    found = load({}, components={"schemas": {"It": schema}}).schema("/components/schemas/It")
    return complete(found, value, current)


@pytest.mark.parametrize(
    ("target", "patch", "expected"),
    [  # RFC 7396, appendix A
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_merge_patch(target: Any, patch: Any, expected: Any) -> None:
    assert merge_patch(target, patch) == expected


def test_valid_values_stay_as_they_are() -> None:
    sent = {"id": 1, "sku": "a"}
    assert completed(LINE, sent, {"id": 2, "sku": "b", "note": "n"}) is sent


def test_object_gets_what_it_lacks_and_read_only_properties() -> None:
    current = {"id": 2, "sku": "b", "note": "n", "seen": True}
    assert completed(LINE, {"sku": "a"}, current) == {"id": 2, "sku": "a", "seen": True}


def test_items_of_arrays() -> None:
    current = [{"id": 1, "sku": "a"}, {"id": 2, "sku": "b"}]
    sent = [{"sku": "x"}, {"sku": "y"}, {"sku": "z"}]
    assert completed({"items": LINE}, sent, current) == [
        {"id": 1, "sku": "x"},
        {"id": 2, "sku": "y"},
        {"id": 1, "sku": "z"},
    ]


def test_nested_levels() -> None:
    schema = {"type": "object", "properties": {"line": LINE}}
    assert completed(schema, {"line": {"sku": "x"}}, {"line": {"id": 1, "sku": "a"}}) == {"line": {"id": 1, "sku": "x"}}


@pytest.mark.parametrize("current", [None, "text", [], {}, {"other": 1}])
def test_current_values_that_do_not_help(current: Any) -> None:
    sent = {"sku": "a"}
    assert completed(LINE, sent, current) is sent
