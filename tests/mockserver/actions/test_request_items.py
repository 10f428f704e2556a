"""Items in request bodies: other spellings, and undocumented envelopes."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.generation.json_encoding import encode_json
from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

PROPERTIES = {
    "sid": {"type": "string", "readOnly": True},
    "friendly_name": {"type": "string"},
    "limit": {"type": "integer"},
    "note": {"type": "string"},
}
ITEM = {"type": "object", "required": ["sid", "friendly_name"], "properties": PROPERTIES}
SENT = {
    "type": "object",
    "properties": {
        "FriendlyName": {"type": "string"},
        "Limit": {"type": "object"},
        "note": {"type": "string"},
        "Note": {"type": "string"},
    },
}
FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}


def serve(content: Any) -> Client:
    body = {"requestBody": {"content": content}}
    paths = {
        "/services": {"post": {**body, "responses": {"201": response(ITEM)}}},
        "/services/{sid}": {
            "parameters": [path_parameter("sid")],
            "get": {"responses": {"200": response(ITEM)}},
            "post": {**body, "responses": {"200": response(ITEM)}},
        },
    }
    return Client(create_app(document(paths)))


def test_another_spelling_of_a_property() -> None:
    send = serve({"application/x-www-form-urlencoded": {"schema": SENT}})
    created = send("POST", "/services", b"FriendlyName=Dock", FORM).json
    assert created["friendly_name"] == "Dock"
    path = f"/services/{created['sid']}"
    assert send("GET", path).json == created
    assert send("POST", path, b"FriendlyName=Gate", FORM).json["friendly_name"] == "Gate"
    assert send("GET", path).json["friendly_name"] == "Gate"


def test_an_optional_property_that_was_not_sent_is_missing() -> None:
    item = {**ITEM, "required": ["sid"]}
    paths = {
        "/services": {"post": {"requestBody": {"content": json_content(SENT)}, "responses": {"201": response(item)}}},
        "/services/{sid}": {"parameters": [path_parameter("sid")], "get": {"responses": {"200": response(item)}}},
    }
    assert "friendly_name" not in Client(create_app(document(paths)))("POST", "/services", b"{}", JSON).json


@pytest.mark.parametrize("body", [{"Limit": {"limit": 1}}, {"Note": "changed"}])
def test_another_type_or_an_ambiguous_name_is_not_matched(body: Any) -> None:
    send = serve(json_content(SENT))
    path = "/services/a"
    before = send("GET", path).json
    assert send("POST", path, encode_json(body), JSON).json == before


@pytest.mark.parametrize(
    ("body", "expected"),
    [({"request": {"friendly_name": "Dock"}}, True), ({"request": {"other": "Dock"}}, False),
     ({"request": {"friendly_name": "Dock"}, "limit": 3}, False)],
)  # fmt: skip
def test_an_undocumented_envelope(body: Any, expected: bool) -> None:
    send = serve(json_content({"type": "object", "properties": PROPERTIES}))
    created = send("POST", "/services", encode_json(body), JSON).json
    assert (created["friendly_name"] == "Dock") is expected


def test_an_item_in_an_array_of_one() -> None:
    item = {**ITEM, "properties": {"sid": {"type": "string"}, "friendly_name": {"type": "string"}}}
    one = {"type": "object", "required": ["services"], "properties": {"services": {"type": "array", "items": item}}}
    body = {"requestBody": {"content": json_content(one)}, "responses": {"200": response(one)}}
    paths = {
        "/services": {"get": {"responses": {"200": response(one)}}},
        "/services/{sid}": {
            "parameters": [path_parameter("sid")],
            "get": {"responses": {"200": response(one)}},
            "put": body,
        },
    }
    send = Client(create_app(document(paths)))
    changed = {"services": [{"sid": "a", "friendly_name": "Dock"}]}
    assert send("PUT", "/services/a", encode_json(changed), JSON).json == changed
    assert send("GET", "/services/a").json == changed
    assert changed["services"][0] in send("GET", "/services").json["services"]


def test_an_optional_id_of_a_list_whose_items_have_no_id_themselves() -> None:
    entry = {"type": "object", "properties": {"id": {"type": "string"}, "created": {"type": "integer"}}}
    item = {"type": "object", "properties": {"subject": {"type": "string"}, "created": {"type": "integer"}}}
    many = {"type": "array", "items": entry}
    body = {"requestBody": {"content": json_content(item)}}
    paths = {
        "/services": {
            "get": {"responses": {"200": response(many)}},
            "post": {**body, "responses": {"201": response(entry)}},
        },
        "/services/{sid}": {"parameters": [path_parameter("sid")], "get": {"responses": {"200": response(item)}}},
    }
    send = Client(create_app(document(paths)))
    created = [send("POST", "/services", b'{"subject": "Dock"}', JSON) for _ in range(3)]
    identifiers = [reply.json["id"] for reply in created]
    assert [f"/services/{one}" for one in identifiers] == [reply.header("location") for reply in created]
    assert set(identifiers) <= {one["id"] for one in send("GET", "/services").json}


def test_a_list_of_envelopes() -> None:
    item = {
        "type": "object",
        "required": ["sid", "name"],
        "properties": {"sid": {"type": "string"}, "name": {"type": "string"}},
    }
    one = {"type": "object", "required": ["service"], "properties": {"service": item}}
    paths = {
        "/services": {
            "get": {"responses": {"200": response({"type": "array", "items": one})}},
            "post": {"requestBody": {"content": json_content(one)}, "responses": {"201": response(one)}},
        },
        "/services/{sid}": {"parameters": [path_parameter("sid")], "get": {"responses": {"200": response(one)}}},
    }
    send = Client(create_app(document(paths)))
    created = send("POST", "/services", b'{"service": {"sid": "a", "name": "Dock"}}', JSON).json
    assert created == {"service": {"sid": "a", "name": "Dock"}} == send("GET", "/services/a").json
    listed = send("GET", "/services").json
    assert created in listed
    assert all(send("GET", f"/services/{entry['service']['sid']}").json == entry for entry in listed)


def test_names_with_brackets_in_a_form() -> None:
    lines = {"type": "array", "items": {"type": "object", "properties": {"price": {"type": "integer"}}}}
    item = {
        "type": "object",
        "required": ["sid"],
        "properties": {"sid": {"type": "string"}, "lines": lines, "metadata": {"type": "object"}},
    }
    paths = {
        "/services": {
            "post": {
                "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": item}}},
                "responses": {"201": response(item)},
            }
        },
        "/services/{sid}": {"parameters": [path_parameter("sid")], "get": {"responses": {"200": response(item)}}},
    }
    send = Client(create_app(document(paths)))
    created = send("POST", "/services", b"sid=a&metadata[plan]=gold&lines%5B0%5D%5Bprice%5D=5&lines[1][price]=6", FORM)
    expected = {"sid": "a", "metadata": {"plan": "gold"}, "lines": [{"price": 5}, {"price": 6}]}
    assert created.json == expected == send("GET", "/services/a").json
    assert send("POST", "/services", b"sid=b&metadata[a]=1&metadata[a][b]=2", FORM).status == 400
