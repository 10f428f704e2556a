"""Items in envelopes: beside their id, as the only item of an array, under names of metadata."""

from __future__ import annotations

from typing import Any

import pytest

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
        (many(WITH_ID), ()),
        (wrapped(action=TEXT, data=wrapped(layers=many(WITH_ID))), ("data", "layers")),
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
    assert resource.body_path == ("layers",)


def test_items_may_be_named_as_metadata_usually_is():
    found = operations("messages", listed=wrapped(messages=many(WITH_ID)), one=WITH_ID, created=WITH_ID)
    resource = found["GET"].resource
    assert resource is not None
    assert resource.list_path == ("messages",)
