"""``required`` in requests and responses, with ``readOnly`` and ``writeOnly`` properties."""

from __future__ import annotations

import pytest

from contracts.spec.read_write_only import for_direction

ACCOUNT = {
    "required": ["id", "name", "password"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "name": {"type": "string"},
        "password": {"type": "string", "writeOnly": True},
    },
}


@pytest.mark.parametrize(("direction", "asked"), [("request", ["name", "password"]), ("response", ["id", "name"])])
def test_required_by_direction(direction, asked):
    relaxed = for_direction({"Account": ACCOUNT}, direction)["Account"]
    assert relaxed["required"] == asked
    assert relaxed["properties"] == ACCOUNT["properties"]


@pytest.mark.parametrize(("direction", "left"), [("request", {"name", "password"}), ("response", {"id", "name"})])
def test_hide_removes_properties(direction, left):
    assert set(for_direction({"Account": ACCOUNT}, direction, hide=True)["Account"]["properties"]) == left


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [{"$ref": "#/Account"}, {"required": ["id", "name"]}]},
        {"allOf": [{"allOf": [{"$ref": "#/Account"}]}], "required": ["id", "name"]},
        {"$ref": "#/Account", "required": ["id", "name"]},
        {"properties": {"id": {"$ref": "#/Id"}}, "required": ["id", "name"]},
    ],
    ids=["beside", "above", "sibling of a reference", "flag behind a reference"],
)
def test_flag_is_found_through_references_and_composition(schema):
    tree = {"Account": ACCOUNT, "Id": {"$ref": "#/Number"}, "Number": {"readOnly": True}, "Under test": schema}
    relaxed = for_direction(tree, "request")["Under test"]
    parts = [relaxed, *relaxed.get("allOf", ())]
    assert [part["required"] for part in parts if "required" in part] == [["name"]]


def test_tree_without_flags_is_not_copied():
    tree = {"Pet": {"required": ["id"], "properties": {"id": {}}}}
    assert for_direction(tree, "request") is tree


def test_tree_is_not_modified():
    tree = {"Account": ACCOUNT}
    for_direction(tree, "request", hide=True)
    assert tree["Account"]["required"] == ["id", "name", "password"]
    assert "id" in tree["Account"]["properties"]


def test_circular_references_terminate():
    tree = {"A": {"$ref": "#/B", "required": ["id"]}, "B": {"$ref": "#/A"}, "C": ACCOUNT}
    assert for_direction(tree, "request")["A"]["required"] == ["id"]
