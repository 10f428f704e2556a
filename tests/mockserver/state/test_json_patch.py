"""JSON Patch of an item."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from mockserver.state.item_schema import ItemSchema
from mockserver.state.json_patch import MAX_OPERATIONS, PatchError, accepts_json_patch, is_json_patch, patched
from tests.mockserver.kit import json_content, load, only

NOTE: dict[str, Any] = {
    "type": "object",
    "required": ["id", "text"],
    "properties": {
        "id": {"type": "integer"},
        "text": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "owner": {"type": "string", "readOnly": True},
        "pin": {"type": "string", "writeOnly": True},
        "more": {},
    },
}
ITEM = {"id": 7, "text": "old", "tags": ["a", "b"], "owner": "Ann"}


def apply(*operations: Any) -> Any:
    schema = load({}, components={"schemas": {"It": NOTE}}).schema("/components/schemas/It")
    before = copy.deepcopy(ITEM)
    try:
        return patched(ItemSchema(schema, ("id",)), ITEM, list(operations))
    finally:
        assert before == ITEM


def op(name: str, path: str, **more: Any) -> dict[str, Any]:
    return {"op": name, "path": path, **more}


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([], {}),
        ([op("replace", "/text", value="new")], {"text": "new"}),
        ([op("add", "/tags/-", value="c"), op("remove", "/tags/0")], {"tags": ["b", "c"]}),
        ([op("test", "/owner", value="Ann"), op("copy", "/more", **{"from": "/text"})], {"more": "old"}),
        ([op("move", "/more", **{"from": "/tags/0"})], {"tags": ["b"], "more": "a"}),
        ([op("replace", "", value={"text": "all"})], {"text": "all", "tags": None}),
        ([op("replace", "/id", value=8), op("remove", "/owner"), op("add", "/pin", value="1")], {}),
    ],
)
def test_patched_items(operations: list[Any], expected: dict[str, Any]) -> None:
    wanted = {name: value for name, value in {**ITEM, **expected}.items() if value is not None}
    assert apply(*operations) == wanted


@pytest.mark.parametrize(
    ("operations", "is_conflict", "location"),
    [
        ([op("test", "/text", value="other")], True, "body/0"),
        ([op("remove", "/more")], True, "body/0"),
        ([op("test", "/text", value="old"), op("replace", "/tags/9", value="c")], True, "body/1"),
        ([op("add", "/text/deep/er", value="c")], True, "body/0"),
        ([op("add", "/tags/x", value="c")], True, "body/0"),
        ([op("move", "/tags/0/x", **{"from": "/tags"})], True, "body/0"),
        ([op("append", "/text", value="c")], False, "body/0"),
        ([{"path": "/text"}], False, "body/0"),
        ([op("add", "/text")], False, "body/0"),
        ([op("copy", "/text")], False, "body/0"),
        (["text"], False, "body/0"),
        ([{"op": "remove"}], False, "body/0"),
        ([op("replace", "", value=[])], False, "body"),
        ([op("replace", "/text", value=1)], False, "body"),
        ([op("remove", "/text")], False, "body"),
        ([op("test", "/id", value=7)] * (MAX_OPERATIONS + 1), False, "body"),
    ],
)
def test_patches_that_cannot_be_applied(operations: list[Any], is_conflict: bool, location: str) -> None:
    with pytest.raises(PatchError) as caught:
        apply(*operations)
    assert (caught.value.is_conflict, caught.value.location) == (is_conflict, location)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("operations", [{}, "text", None, 1])
def test_patches_that_are_not_arrays(operations: Any) -> None:
    schema = load({}, components={"schemas": {"It": NOTE}}).schema("/components/schemas/It")
    with pytest.raises(PatchError, match="array of operations"):
        patched(ItemSchema(schema, ("id",)), ITEM, operations)


def test_copies_cannot_grow_without_limit() -> None:
    start = op("add", "/more", value={"x": "x" * 1000})
    copies = [op("copy", f"/more/{number}", **{"from": "/more"}) for number in range(40)]
    with pytest.raises(PatchError, match="too large"):
        apply(start, *copies)


def test_nesting_has_a_limit() -> None:
    steps = [op("add", "/more" + "/a" * depth, value={}) for depth in range(200)]
    with pytest.raises(PatchError, match="too large"):
        apply(*steps)


def test_media_type() -> None:
    assert is_json_patch({"content-type": "Application/JSON-Patch+json; charset=utf-8"})
    assert not is_json_patch({"content-type": "application/json"})
    assert not is_json_patch({})


@pytest.mark.parametrize(
    ("schema", "accepted"),
    [
        ({"type": "array", "items": {"properties": {"op": {}, "path": {}, "value": {}}}}, True),
        ({"type": "array", "items": {"oneOf": [{"properties": {"op": {}, "path": {}}}]}}, True),
        ({"type": "array", "items": {"properties": {"path": {}}}}, False),
        ({"type": "object", "properties": {"op": {}, "path": {}}}, False),
    ],
)
def test_documented_patches(schema: Any, accepted: bool) -> None:
    operation = only(load({"/x": {"patch": {"requestBody": {"content": json_content(schema)}}}}))
    assert accepts_json_patch(operation) is accepted
