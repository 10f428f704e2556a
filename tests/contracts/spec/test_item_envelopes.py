"""Items in envelopes: beside their id, as the only item of an array, under names of metadata."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.spec.keys import FIRST
from contracts.spec.model import Operation
from tests.mockserver.kit import json_content, load, path_parameter, response

TEXT = {"type": "string"}
NAMED: dict[str, Any] = {"type": "object", "properties": {"name": TEXT, "color": TEXT}}
WITH_ID: dict[str, Any] = {"type": "object", "properties": {"id": {"type": "integer"}, **NAMED["properties"]}}


def many(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


def wrapped(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def operations(noun: str, *, listed: Any, one: Any, created: Any, sent: Any = NAMED) -> dict[str, Operation]:
    """The operations of one collection by method and whether they are on an item: ``GET``, ``GET item``, …"""
    body = {"content": json_content(sent)}
    item = {
        "parameters": [path_parameter("id", {"type": "integer"})],
        "get": {"responses": {"200": response(one)}},
        "put": {"requestBody": body, "responses": {"200": response(one)}},
    }
    collection = {
        "get": {"responses": {"200": response(listed)}},
        "post": {"requestBody": body, "responses": {"201": response(created)}},
    }
    contract = load({f"/{noun}": collection, f"/{noun}/{{id}}": item})
    return {f"{one.method} item" if one.path.endswith("}") else one.method: one for one in contract.apis[0].operations}


def test_an_id_beside_the_item_is_part_of_the_envelope():
    beside = wrapped(id=TEXT, show_title=TEXT, result=NAMED)
    found = operations("layers", listed=wrapped(result=many(WITH_ID)), one=beside, created=beside)
    assert {one.resource.item_path for name, one in found.items() if name != "GET" and one.resource} == {("result",)}


def test_an_item_that_contains_an_object_named_data_is_not_an_envelope():
    item = wrapped(id=TEXT, name=TEXT, data=wrapped(size={"type": "integer"}, color=TEXT))
    found = operations("layers", listed=many(item), one=item, created=item)
    assert {one.resource.item_path for one in found.values() if one.resource} == {()}


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        (many(WITH_ID), (FIRST,)),
        (wrapped(action=TEXT, data=wrapped(layers=many(WITH_ID))), ("data", "layers", FIRST)),
    ],
)
def test_the_only_item_of_an_array_is_the_item(body, keys):
    found = operations("layers", listed=body, one=body, created=body)
    roles = {name: one.resource.role for name, one in found.items() if one.resource}
    assert roles == {"GET": "list", "POST": "create", "GET item": "read", "PUT item": "replace"}
    assert {one.resource.item_path for name, one in found.items() if name != "GET" and one.resource} == {keys}


def test_a_body_with_an_array_of_one_item_updates_the_item():
    sent = wrapped(layers=many(NAMED))
    found = operations("layers", listed=many(WITH_ID), one=WITH_ID, created=WITH_ID, sent=sent)
    resource = found["PUT item"].resource
    assert resource is not None
    assert resource.body_path == ("layers", FIRST)


def test_items_may_be_named_as_metadata_usually_is():
    found = operations("messages", listed=wrapped(messages=many(WITH_ID)), one=WITH_ID, created=WITH_ID)
    resource = found["GET"].resource
    assert resource is not None
    assert resource.list_path == ("messages",)


def test_lists_of_included_items_of_other_responses_are_not_the_list():
    listed = wrapped(data=many(WITH_ID), includes=wrapped(layers=many(WITH_ID)))
    found = operations("layers", listed=listed, one=wrapped(data=WITH_ID), created=wrapped(data=WITH_ID))
    resource = found["GET"].resource
    assert resource is not None
    assert resource.list_path == ("data",)


def test_a_response_without_id_and_sent_properties_does_not_describe_the_item():
    found = operations("layers", listed=many(WITH_ID), one=wrapped(duration=TEXT), created=WITH_ID)
    resource = found["GET item"].resource
    assert resource is not None
    assert resource.id_path == ("id",)
    assert "name" in resource.item.possible_properties


def test_an_array_of_ids_with_the_noun_names_created_items():
    ids = wrapped(layer_id={"type": "integer"}, map_id={"type": "integer"}, group_id={"type": "integer"})
    item = wrapped(layer_id={"type": "integer"}, **NAMED["properties"])
    found = operations("layers", listed=many(item), one=item, created=wrapped(results=many(ids), ok=TEXT))
    resource = found["POST"].resource
    assert resource is not None
    assert (resource.role, resource.item_path) == ("create", ("results", FIRST))
