"""Lists whose items exist in no other operation."""

from __future__ import annotations

from typing import Any

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, response

TRIP = {
    "type": "object",
    "required": ["id", "origin", "seats"],
    "properties": {"id": {"type": "integer"}, "origin": {"type": "string"}, "seats": {"enum": [1, 2]}},
}


def client(**more: Any) -> Client:
    parameters = [
        {"name": "origin", "in": "query", "required": True, "schema": {"type": "string"}},
        {"name": "seats", "in": "query", "schema": {"type": "integer"}},
        {"name": "limit", "in": "query", "schema": {"type": "integer"}},
        {"name": "page", "in": "query", "schema": {"type": "integer"}},
    ]
    listed = {"parameters": parameters, "responses": {"200": response({"type": "array", "items": TRIP})}}
    return Client(create_app(document({"/trips": {"get": listed, **more}})))


def test_pages_of_a_search_have_each_item_once() -> None:
    play = client()
    trips = play("GET", "/trips?origin=nowhere").json
    pages = [play("GET", f"/trips?origin=nowhere&limit=2&page={number}").json for number in (1, 2, 3, 4)]
    assert len(trips) > 2
    assert [trip for page in pages for trip in page] == trips
    assert play("GET", "/trips?origin=elsewhere").json != trips


def test_required_filters_of_stored_items_select_them() -> None:
    created = {"requestBody": {"content": {"application/json": {"schema": TRIP}}}, "responses": {"201": response(TRIP)}}
    assert client(post=created)("GET", "/trips?origin=nowhere").json == []
