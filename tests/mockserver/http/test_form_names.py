"""Names with brackets in forms."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.http.form_names import MAX_DEPTH, nested_values, split_name
from tests.mockserver.kit import load

ITEM = {"type": "object", "properties": {"price": {"type": "integer"}, "name": {"type": "string"}}}
PROPERTIES = {
    "metadata": {"anyOf": [{"type": "object", "additionalProperties": {"type": "string"}}, {"type": "string"}]},
    "items": {"type": "array", "items": ITEM},
    "tags": {"type": "array", "items": {"type": "integer"}},
    "item": ITEM,
    "note": {"type": "string"},
    "tags[]": {"type": "array", "items": {"type": "string"}},
}
SCHEMA = {"type": "object", "properties": PROPERTIES}
KNOWN = load({}, components={"schemas": {"Form": SCHEMA}}).schema("/components/schemas/Form").possible_properties


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("metadata[plan]", ("metadata", "plan")),
        ("items[0][price]", ("items", "0", "price")),
        ("items[]", ("items", "")),
        ("items" + "[a]" * MAX_DEPTH, ("items", *["a"] * MAX_DEPTH)),
        ("items" + "[a]" * (MAX_DEPTH + 1), None),
        ("note[plan]", None),
        ("other[plan]", None),
        ("tags[]", None),
        ("items[", None),
        ("items[a]b", None),
        ("items", None),
        ("[a]", None),
    ],
)
def test_split_name(name: str, parts: tuple[str, ...] | None) -> None:
    assert split_name(name, KNOWN) == parts


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({("metadata", "plan"): ["gold"], ("metadata", "size"): ["5"]}, {"metadata": {"plan": "gold", "size": "5"}}),
        ({("item", "price"): ["5"], ("item", "name"): ["7"]}, {"item": {"price": 5, "name": "7"}}),
        ({("items", "10", "price"): ["2"], ("items", "9", "price"): ["1"]}, {"items": [{"price": 1}, {"price": 2}]}),
        ({("tags", ""): ["1", "2"]}, {"tags": [1, 2]}),
        ({("tags", "0"): ["1"], ("tags", ""): ["x"]}, {"tags": [1, "x"]}),
        ({("items", "", "price"): ["1", "2"], ("items", "", "name"): ["a"]},
         {"items": [{"price": 1, "name": "a"}, {"price": 2}]}),
        ({("metadata", "list", "0"): ["a"]}, {"metadata": {"list": ["a"]}}),
        ({("metadata", ""): ["a"], ("metadata", "0"): ["b"]}, {"metadata": {"": "a", "0": "b"}}),
        ({("metadata", ""): ["a"]}, {"metadata": {"": "a"}}),
        ({("item", "price"): ["1", "2"]}, {"item": {"price": 2}}),
        ({("metadata", ""): [""]}, {"metadata": {"": ""}}),
        ({("metadata", "0"): ["a"]}, {"metadata": {"0": "a"}}),
    ],
)  # fmt: skip
def test_nested_values(fields: Any, expected: Any) -> None:
    assert nested_values(fields, KNOWN) == expected


@pytest.mark.parametrize("order", [1, -1])
def test_a_name_has_a_value_or_properties(order: int) -> None:
    fields = [(("item", "name"), ["a"]), (("item", "name", "first"), ["b"])][::order]
    with pytest.raises(ValueError, match="both a value and properties at 'name'"):
        nested_values(dict(fields), KNOWN)
