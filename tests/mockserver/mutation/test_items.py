"""Timestamps and overrides of items."""

from __future__ import annotations

import contracts
from contracts.messages import Request, Response
from mockserver.mutation.items import (
    CREATED_AT,
    UPDATED_AT,
    ItemOverrides,
    created_path,
    items_in,
    shift_timestamp,
    timestamp_properties,
    with_items,
    writable_properties,
)
from mockserver.mutation.mutant import Call
from tests.mockserver.mutation.shop import shop

ITEM = {
    "created_at": "2026-02-28T10:00:00Z",
    "lastModified": "2026-03-01T10:00:00.5+02:00",
    "updated_by": "someone",
    "changed": None,
}
JSON = (("content-type", "application/json"),)


def call(operation: str, request: Request) -> Call:
    async def send(_request):
        raise AssertionError("no request expected")

    contract = contracts.load(shop())
    return Call(contract, request, contract.operation(operation), {}, False, send)


def test_timestamps_are_recognised_by_name_and_value():
    assert timestamp_properties(ITEM, CREATED_AT) == ["created_at"]
    assert timestamp_properties(ITEM, UPDATED_AT) == ["lastModified"]


def test_timestamps_are_shifted_by_days_and_keep_their_notation():
    assert shift_timestamp(ITEM["created_at"], 1) == "2026-03-01T10:00:00Z"
    assert shift_timestamp(ITEM["lastModified"], -1) == "2026-02-28T10:00:00.5+02:00"
    assert shift_timestamp("soon", 1) == "soon"


def test_items_of_a_list_are_read_and_replaced():
    operation = call("list", Request("GET", "/items")).operation
    page = Response(200, JSON, b'{"items":[{"id":"a"},7,{"id":"b"}]}')
    assert items_in(operation, page) == [{"id": "a"}, {"id": "b"}]
    assert with_items(operation, page, [{"id": "c"}]).json == {"items": [{"id": "c"}]}
    assert items_in(operation, Response(404, JSON, page.body)) == []


def test_the_path_of_a_created_item_comes_from_location_or_id():
    created = call("create", Request("POST", "/items"))
    assert created_path(created, Response(201, (("location", "http://x/items/7"),))) == "/items/7"
    assert created_path(created, Response(201, JSON, b'{"id":"a b"}')) == "/items/a%20b"
    assert created_path(created, Response(400, JSON, b'{"id":"a"}')) == ""


def test_overrides_replace_only_present_properties_unless_extended():
    overrides = ItemOverrides()
    read = call("read", Request("GET", "/items/1"))
    response = Response(200, JSON, b'{"name":"lamp"}')
    assert overrides.apply(read, response) is response
    overrides.set("/items/1", {"name": "desk", "price": 3})
    assert overrides.apply(read, response).json == {"name": "desk"}
    overrides.set("/items/1", {"price": 3}, extend=True)
    assert overrides.apply(read, response).json == {"name": "lamp", "price": 3}


def test_read_only_properties_are_not_writable():
    assert writable_properties(call("change", Request("PATCH", "/items/1"))) == [
        "name", "price", "colour", "note", "tags"
    ]  # fmt: skip
