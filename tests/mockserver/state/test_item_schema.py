"""Item schemas: writable properties, ids, timestamps."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.spec.model import Resource
from mockserver.state.clock import LogicalClock
from mockserver.state.item_schema import CREATED, UPDATED, ItemSchema, id_propagator, item_schema_of, items_in
from tests.mockserver.kit import load, path_parameter, response

MOMENT = {"type": "string", "format": "date-time"}

PET: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name", "created_at"],
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "name": {"type": "string", "minLength": 1},
        "age": {"type": "integer"},
        "note": {"type": ["string", "null"]},
        "owner": {"type": "string", "readOnly": True},
        "created_at": MOMENT,
        "updatedAt": {"anyOf": [MOMENT], **MOMENT},
        "seen_at": MOMENT,
    },
}

REX = {"id": 7, "name": "Rex", "age": 3, "owner": "Ann", "created_at": "2026-01-01T00:00:00Z"}


def kind(schema: Any = PET, id_field: str = "id") -> ItemSchema:
    components = {"schemas": {"It": schema, "Name": {"type": "string", "readOnly": True}}}
    return ItemSchema(load({}, components=components).schema("/components/schemas/It"), (id_field,) if id_field else ())


@pytest.mark.parametrize(
    "name", ["created_at", "createdAt", "created", "createdOn", "date_created", "openedAt", "registered_at"]
)
def test_names_of_creation_timestamps(name: str) -> None:
    assert CREATED.fullmatch(name)
    assert not UPDATED.fullmatch(name)


@pytest.mark.parametrize(
    "name", ["updated_at", "lastModified", "last_updated", "modified", "dateModified", "changedOn"]
)
def test_names_of_update_timestamps(name: str) -> None:
    assert UPDATED.fullmatch(name)
    assert not CREATED.fullmatch(name)


@pytest.mark.parametrize("name", ["created_by", "updates", "seen_at", "recreated_at", "updated_by_id"])
def test_names_of_other_properties(name: str) -> None:
    assert not CREATED.fullmatch(name)
    assert not UPDATED.fullmatch(name)


def test_writable_and_timestamp_properties() -> None:
    pet = kind()
    assert pet.created == ("created_at",)
    assert pet.updated == ("updatedAt",)
    assert pet.writable == {"name", "age", "note", "seen_at"}


def test_read_only_next_to_a_reference() -> None:
    name = {"$ref": "#/components/schemas/Name"}
    assert kind({"properties": {"a": name, "b": {"allOf": [{"type": "string"}], "readOnly": True}}}).writable == set()


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ({"name": "Max"}, {"name": "Max"}),
        ({"note": None}, {"note": None}),
        ({"id": 8, "created_at": "2020-01-01T00:00:00Z", "owner": "Bob"}, {}),
        ({"unknown": 1}, {}),
        ({"name": "", "age": 4}, {"age": 4}),
        ({"name": None}, {}),
        ({}, {}),
    ],
)
def test_merge(body: Any, changed: Any) -> None:
    assert kind().merge(dict(REX), body) == {**REX, **changed}


def test_replace_removes_properties_that_the_body_lacks() -> None:
    assert kind().replace(dict(REX), {"name": "Max"}) == {
        "id": 7,
        "name": "Max",
        "owner": "Ann",
        "created_at": "2026-01-01T00:00:00Z",
    }


def test_replace_keeps_required_properties() -> None:
    assert kind().replace(dict(REX), {"age": 4}) == {**REX, "age": 4}


def test_merge_does_not_change_its_argument() -> None:
    item = dict(REX)
    kind().merge(item, {"name": "Max"})
    assert item == REX


@pytest.mark.parametrize(
    ("text", "value"), [("8", 8), ("008", 8), ("0", 7), ("x", 7), ("", 7), ("9" * 30, int("9" * 30))]
)
def test_set_id(text: str, value: int) -> None:
    assert kind().set_id(dict(REX), text)["id"] == value


@pytest.mark.parametrize("field", ["", "nowhere"])
def test_set_id_without_an_id_property_changes_nothing(field: str) -> None:
    assert kind(id_field=field).set_id(dict(REX), "8") == REX


@pytest.mark.parametrize(
    ("value", "taken"), [(8, True), (0, False), ("8", False), (True, False), (None, False), ([], False), (1.5, False)]
)
def test_accepted_ids_of_a_client(value: Any, taken: bool) -> None:
    assert kind().accepts_id(value) is taken


def test_a_read_only_id_is_not_accepted() -> None:
    assert not kind({"properties": {"id": {"type": "string", "readOnly": True}}}).accepts_id("a")
    assert not kind({"properties": {"id": {"type": "string"}}}).accepts_id("")


@pytest.mark.parametrize(
    ("item", "updated"),
    [
        ({"created_at": "2026-01-01T00:00:00Z", "updatedAt": "2026-02-01T00:00:00Z"}, "2026-02-01T00:01:00Z"),
        ({"created_at": "2026-03-01T00:00:00Z", "updatedAt": "2026-02-01T00:00:00Z"}, "2026-03-01T00:01:00Z"),
        ({"created_at": "2026-01-01T00:00:00Z", "updatedAt": None}, "2026-01-01T00:01:00Z"),
        ({"created_at": "2026-01-01T00:00:00+01:00", "updatedAt": None}, "2025-12-31T23:01:00Z"),
    ],
)
def test_advance_updated(item: Any, updated: str) -> None:
    touched = kind().advance_updated(dict(item), LogicalClock())
    assert touched == {**item, "updatedAt": updated}


@pytest.mark.parametrize("item", [{"created_at": "2026-01-01T00:00:00Z"}, {"updatedAt": None}, {}])
def test_advance_updated_adds_no_property_and_needs_a_timestamp(item: Any) -> None:
    assert kind().advance_updated(dict(item), LogicalClock()) == item


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        (r"T\d\d:\d\d:\d\dZ$", "2026-02-01T00:01:00Z"),
        (r"\.\d{3}Z$", "2026-02-01T00:01:00.140Z"),
        (r"\+00:00$", "2026-02-01T00:01:00+00:00"),
        ("^never$", "2026-02-01T00:00:00Z"),
    ],
)
def test_timestamps_have_the_format_of_their_schema(pattern: str, written: str) -> None:
    own = kind({"properties": {"created_at": MOMENT, "updated_at": {**MOMENT, "pattern": pattern}}})
    item = {"updated_at": "2026-02-01T00:00:00Z"}
    assert own.advance_updated(dict(item), LogicalClock()) == {"updated_at": written}


def test_an_invalid_creation_timestamp_is_not_copied() -> None:
    own = kind({"properties": {"created_at": MOMENT, "updated_at": {**MOMENT, "pattern": r"\.\d{3}Z$"}}})
    item = {"created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-02-01T00:00:00.000Z"}
    assert own.set_updated_to_created(dict(item)) == item


def test_set_updated_to_created() -> None:
    item = {"created_at": "2026-01-01T00:00:00Z", "updatedAt": "2026-02-01T00:00:00Z", "seen_at": "x"}
    assert kind().set_updated_to_created(item) == {**item, "updatedAt": "2026-01-01T00:00:00Z"}


BOAT = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "integer"},
        "name": {"type": "string"},
        "berth": {"type": "string"},
        "owner": {"type": "object", "properties": {"name": {"type": "string"}, "phone": {"type": "string"}}},
    },
}


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ({"name": "Ida"}, {"name": "Ida"}),
        ({"berth": None}, {"berth": ...}),
        ({"owner": {"phone": None}}, {"owner": {"name": "Jo"}}),
        ({"owner": {"name": "Li"}}, {"owner": {"name": "Li", "phone": "1"}}),
        ({"name": None, "berth": "B2"}, {"berth": "B2"}),  # a required field cannot go; the rest of the patch holds
        ({"id": 9, "colour": "red"}, {}),
    ],
)
def test_merge_patch(body: Any, after: Any) -> None:
    boat = {"id": 1, "name": "Ada", "berth": "A1", "owner": {"name": "Jo", "phone": "1"}}
    expected = {name: value for name, value in {**boat, **after}.items() if value is not ...}
    assert kind(BOAT).patch(boat, body) == expected
    assert boat["owner"] == {"name": "Jo", "phone": "1"}


def test_copies_of_an_id_follow_the_examples() -> None:
    schema = {
        "type": "object",
        "properties": {"id": {"type": "integer"}, "url": {"type": "string"}, "linked_its": {"items": {}}},
    }
    pet = ItemSchema(load({}, components={"schemas": {"It": schema}}).schema("/components/schemas/It"), ("id",),
                   [{"id": 1000, "url": "/its/1000"}])  # fmt: skip
    born = {"id": 1, "url": "/x", "linked_its": [7, 8, {"id": 7}, {"id": 9}]}
    assert pet.set_id(born, "7") == {"id": 7, "url": "/its/7", "linked_its": [8, {"id": 9}]}


def test_invalid_changes_of_copies_are_undone() -> None:
    short = {"type": "object", "properties": {"id": {"type": "integer"}, "url": {"type": "string", "maxLength": 9}}}
    pet = ItemSchema(load({}, components={"schemas": {"It": short}}).schema("/components/schemas/It"), ("id",),
                   [{"id": 1000, "url": "/its/1000"}])  # fmt: skip
    assert pet.set_id({"url": "/x"}, "12345") == {"id": 12345, "url": "/x"}
    assert pet.set_id({"url": "/x"}, "12") == {"id": 12, "url": "/its/12"}


PET_WITH_URL = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}, "url": {"type": "string"}},
}
REX_WITH_URL = {"id": "rex-1", "url": "/pets/rex-1"}


def resource(list_field: str = "") -> Resource:
    schema = load({}, components={"schemas": {"Pet": PET_WITH_URL}}).schema("/components/schemas/Pet")
    keys = (list_field,) if list_field else ()
    return Resource("/pets", "list" if list_field else "read", "id", schema, ("id",), keys)


def test_items_in_a_body() -> None:
    assert list(items_in(REX_WITH_URL, resource())) == [REX_WITH_URL]
    assert list(items_in([REX_WITH_URL, 7, {"url": "/"}], resource())) == [REX_WITH_URL]
    assert list(items_in({"pets": [REX_WITH_URL, {"name": "Max"}], "id": 1}, resource("pets"))) == [REX_WITH_URL]
    assert list(items_in({"pets": None, "id": 1}, resource("pets"))) == []
    assert list(items_in("rex-1", resource())) == []


def test_examples_of_all_operations_are_used() -> None:
    listing = {"type": "object", "properties": {"pets": {"type": "array", "items": PET_WITH_URL}}}
    contract = load(
        {
            "/pets": {"get": {"responses": {"200": response(listing, example={"pets": [REX_WITH_URL]})}}},
            "/pets/{id}": {"parameters": [path_parameter("id")], "get": {"responses": {"200": response(PET_WITH_URL)}}},
        }
    )
    operations = contract.apis[0].operations
    pets = next(operation.resource for operation in operations if operation.resource)
    found = item_schema_of(pets, operations).set_id({"id": "x", "url": "/"}, "max-2")
    assert found == {"id": "max-2", "url": "/pets/max-2"}


def test_items_of_a_list_are_consistent_with_their_ids() -> None:
    listing = {"type": "object", "properties": {"pets": {"type": "array", "items": PET_WITH_URL}}}
    contract = load(
        {
            "/pets": {"get": {"responses": {"200": response(listing, example={"pets": [REX_WITH_URL]})}}},
            "/pets/{id}": {"parameters": [path_parameter("id")], "get": {"responses": {"200": response(PET_WITH_URL)}}},
        }
    )
    operation = next(operation for operation in contract.operations if operation.path == "/pets")
    media = operation.responses[0].content[0]
    assert media.schema is not None
    propagate_id = id_propagator(operation, media.schema, contract.operations)
    assert propagate_id({"pets": [{"id": "a", "url": "?"}]}) == {"pets": [{"id": "a", "url": "/pets/a"}]}
    assert propagate_id({"pets": [{"id": "a"}, {"url": "?"}]}) == {"pets": [{"id": "a"}, {"url": "?"}]}


def test_write_only_properties_are_not_stored() -> None:
    schema = {**PET, "properties": {**PET["properties"], "pin": {"type": "string", "writeOnly": True}}}
    it = kind(schema)
    for apply in (it.merge, it.patch, it.replace):
        changed = apply(dict(REX), {"name": "Max", "pin": "1234"})
        assert changed["name"] == "Max"
        assert "pin" not in changed


NESTED: dict[str, Any] = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "integer"},
        "owner": {
            "type": "object",
            "required": ["key"],
            "properties": {
                "key": {"type": "integer", "readOnly": True},
                "name": {"type": "string"},
                "secret": {"type": "string", "writeOnly": True},
            },
        },
    },
}


def test_sent_objects_keep_what_the_server_sets() -> None:
    it = kind(NESTED)
    item = {"id": 1, "owner": {"key": 5, "name": "Ann"}}
    assert it.replace(item, {"owner": {"secret": "s"}}) == {"id": 1, "owner": {"key": 5}}
    assert it.merge(item, {"owner": {"secret": "s"}}) == item
    for apply in (it.merge, it.replace):
        assert apply(item, {"owner": {"name": "Bo"}}) == {"id": 1, "owner": {"key": 5, "name": "Bo"}}
    assert it.patch(item, {"owner": {"secret": "s"}}) == item
    assert it.patch(item, {"owner": {"name": None}}) == {"id": 1, "owner": {"key": 5}}


def test_null_in_a_merge_removes_an_optional_property_or_sets_it() -> None:
    it = kind()
    item = {**REX, "note": "old"}
    assert "age" not in it.merge(item, {"age": None})
    assert it.merge(item, {"note": None})["note"] is None
    assert it.merge(item, {"name": None}) == item


def test_merge_patch_applies_the_other_properties_if_one_is_not_valid() -> None:
    it = kind(NESTED)
    item = {"id": 1, "owner": {"key": 5, "name": "Ann"}}
    assert it.patch(item, {"owner": {"name": 7}}) == item
    it = kind()
    assert it.patch(dict(REX), {"name": "", "age": None}) == {name: REX[name] for name in REX if name != "age"}


def test_a_part_of_an_object_changes_the_current_one() -> None:
    """``count`` is required in responses, and described apart from what clients send."""
    sent = {"type": "object", "properties": {"daily": {"type": "object", "properties": {"limit": {"type": "integer"}}}}}
    counted = {"type": "object", "required": ["count"], "properties": {"count": {"type": "integer"}}}
    schema = {"allOf": [sent, {"type": "object", "properties": {"id": {"type": "integer"}, "daily": counted}}]}
    current = {"id": 1, "daily": {"limit": 5, "count": 2}}
    for change in (kind(schema).merge, kind(schema).replace):
        assert change(current, {"daily": {"limit": 9}}) == {"id": 1, "daily": {"limit": 9, "count": 2}}
        assert change(current, {"daily": {"limit": "x"}}) == current
