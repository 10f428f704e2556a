"""Kinds of item properties, by name and schema, and merged schema keywords."""

from __future__ import annotations

import pytest

import contracts
from contracts.conformance.assertions.item_fields import (
    is_created,
    is_derived,
    is_updated,
    json_types,
    keywords,
    path_has_item_id,
    read_only_fields,
    update_timestamps,
    writable_fields,
)
from tests.contracts.conformance.checks.notes import LOADED, document
from tests.contracts.conformance.checks.small import schema_of


@pytest.mark.parametrize("name", ["created_at", "createdAt", "dateCreated", "created", "creation_time", "inserted_on"])
def test_creation_timestamps(name):
    assert is_created(name)
    assert not is_updated(name)


@pytest.mark.parametrize(
    "name", ["updated_at", "lastModified", "modified", "date_changed", "last_updated", "lastEditedAt"]
)
def test_update_timestamps(name):
    assert is_updated(name)
    assert not is_created(name)


@pytest.mark.parametrize(
    "name", ["status_changed_at", "created_by", "last_login", "due_date", "updates", "updated_fields"]
)
def test_other_timestamps(name):
    assert not is_updated(name)
    assert not is_created(name)


def test_derived_properties():
    assert is_derived(("owner", "displayName"))
    assert is_derived(("files", 0, "download_url"))
    assert not is_derived(("owner", "name"))
    assert not is_derived((0,))


def _operation(name, contract=LOADED):
    found = contract.operation(name)
    assert found is not None
    return found


def test_writable_and_read_only_fields():
    update, read = _operation("update"), _operation("read")
    assert [field.name for field in writable_fields(update, read)] == ["title", "text", "state", "stars", "due"]
    assert list(read_only_fields(update, read)) == ["id", "created_at", "updated_at"]


def test_ids_and_creation_timestamps_are_read_only_by_default():
    tree = document()
    for schema in tree["components"]["schemas"].values():
        schema["properties"] = {
            name: {key: value for key, value in node.items() if key != "readOnly"}
            for name, node in schema["properties"].items()
        }
    contract = contracts.load(tree)
    assert list(read_only_fields(_operation("update", contract), _operation("read", contract))) == ["id", "created_at"]


def test_an_id_in_the_request_body_is_writable():
    tree = document()
    for name in ("NoteChange", "SomeNote"):
        properties = tree["components"]["schemas"][name]["properties"]
        tree["components"]["schemas"][name]["properties"] = {**properties, "id": {"type": "string"}}
    contract = contracts.load(tree)
    update, read = _operation("update", contract), _operation("read", contract)
    assert "id" not in read_only_fields(update, read)
    assert "id" not in [field.name for field in writable_fields(update, read)]


def test_update_timestamps_are_date_times():
    by_id = {operation.id: operation for operation in LOADED.operations}
    assert update_timestamps(by_id["update"], by_id["read"]) == ("updated_at",)
    assert update_timestamps(by_id["update"], by_id["delete"]) == ()


def test_update_timestamps_that_clients_may_send_are_not_judged():
    tree = document()
    for schema in tree["components"]["schemas"].values():
        schema["properties"] = {**schema["properties"], "updated_at": {"type": "string", "format": "date-time"}}
    by_id = {operation.id: operation for operation in contracts.load(tree).operations}
    assert update_timestamps(by_id["update"], by_id["read"]) == ()
    assert "updated_at" not in {field.name for field in writable_fields(by_id["update"], by_id["read"])}


@pytest.mark.parametrize(
    ("parameter", "sure"), [("id", True), ("note_id", True), ("noteId", True), ("number", False), ("slug", False)]
)
def test_path_parameters_that_are_not_the_id(parameter, sure):
    tree = document()
    path = tree["paths"].pop("/notes/{id}")
    path["parameters"][0]["name"] = parameter
    tree["paths"][f"/notes/{{{parameter}}}"] = path
    assert path_has_item_id(_operation("read", contracts.load(tree))) is sure


def test_keywords_of_references_and_all_of_are_merged_nearest_first() -> None:
    base = {"type": "string", "maxLength": 9, "allOf": [{"minLength": 2}]}
    found = keywords(schema_of({"$ref": "#/components/schemas/Base", "maxLength": 5}, Base=base))
    assert (found["type"], found["maxLength"], found["minLength"]) == ("string", 5, 2)


def test_recursive_schemas() -> None:
    node = {"allOf": [{"$ref": "#/components/schemas/It"}, {"type": ["string", "null"]}]}
    assert json_types(schema_of(node)) == {"string", "null"}


def test_boolean_schemas_have_no_keywords() -> None:
    assert keywords(schema_of(True)) == {}
    assert json_types(schema_of(False)) == set()
