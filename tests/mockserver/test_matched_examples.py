"""Examples that belong to a request: those with the names of the request examples that were sent."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, json_content, load, path_parameter

BOOK = {
    "type": "object",
    "required": ["id", "title"],
    "properties": {"id": {"type": "string"}, "title": {"type": "string"}},
}


def named(**values: Any) -> dict[str, Any]:
    return {name: {"value": value} for name, value in values.items()}


def ok(content: dict[str, Any]) -> dict[str, Any]:
    return {"description": "d", "content": content}


KIND = {"name": "kind", "in": "query", "schema": {"type": "string"}, "examples": named(basic="b", premium="p")}
SIZE = {"name": "size", "in": "query", "schema": {"type": "integer"}, "examples": named(large=9, premium=9)}
OFFERS = {"get": {"parameters": [KIND, SIZE], "responses": {
    "200": ok({"application/json": {"examples": named(basic=["b"], premium=["p9"], large=["9"])}})}}}  # fmt: skip

BOOKS = {
    "get": {
        "parameters": [path_parameter("id", examples=named(hitch="42", dune="7", gone="404"))],
        "responses": {
            "200": ok(json_content(BOOK, examples=named(hitch={"id": "42", "title": "Guide"},
                                                        dune={"id": "7", "title": "Dune"}))),
            "404": ok({"application/json": {"examples": named(gone={"e": "gone"})}}),
        },
    },
    "patch": {
        "parameters": [path_parameter("id")],
        "requestBody": {"content": json_content(BOOK | {"required": []})},
        "responses": {"200": ok(json_content(BOOK))},
    },
}  # fmt: skip

CARDS = {
    "post": {
        "requestBody": {"content": json_content({"type": "object"}, examples=named(good={"n": "4"}, bad={"n": "6"}))},
        "responses": {
            "200": ok({"application/json": {"examples": named(other={"ok": 0}, good={"ok": 1})}}),
            "402": ok({"application/json": {"examples": named(bad={"ok": 2})}}),
        },
    }
}


def client(**settings: Any) -> Client:
    return Client(create_app(load({"/offers": OFFERS, "/books/{id}": BOOKS, "/cards": CARDS}), **settings))


@pytest.mark.parametrize("static", [False, True])
@pytest.mark.parametrize(
    ("target", "status", "value"),
    [
        ("/offers", 200, ["b"]),
        ("/offers?kind=b", 200, ["b"]),
        ("/offers?kind=p&size=9", 200, ["p9"]),
        ("/offers?size=9", 200, ["9"]),
        ("/books/42", 200, {"id": "42", "title": "Guide"}),
        ("/books/7", 200, {"id": "7", "title": "Dune"}),
        ("/books/404", 404, {"e": "gone"}),
    ],
)
def test_parameters(target: str, status: int, value: Any, *, static: bool) -> None:
    reply = client(static=static)("GET", target)
    assert (reply.status, reply.json) == (status, value)


@pytest.mark.parametrize(("body", "status", "value"), [(b'{"n":"4"}', 200, {"ok": 1}), (b'{"n":"6"}', 402, {"ok": 2})])
def test_bodies(body: bytes, status: int, value: Any) -> None:
    reply = client()("POST", "/cards", body=body, headers={"content-type": "application/json"})
    assert (reply.status, reply.json) == (status, value)


def test_other_values_get_the_usual_response() -> None:
    found = client()("GET", "/books/9").json
    assert found["id"] == "9"
    assert found["title"] not in {"Guide", "Dune"}


def test_generated_data_can_be_requested() -> None:
    assert client()("GET", "/books/7", headers={"prefer": "dynamic=true"}).json["title"] != "Dune"


def test_what_was_written_takes_precedence() -> None:
    own = client()
    own("PATCH", "/books/7", body=b'{"title":"Mine"}', headers={"content-type": "application/json"})
    assert own("GET", "/books/7").json == {"id": "7", "title": "Mine"}
    assert own("GET", "/books/42").json["title"] == "Guide"


def test_a_static_item_is_the_documented_one_with_its_id() -> None:
    paths = {
        "/pets": {"get": {"responses": {"200": ok(json_content({"type": "array", "items": BOOK}, example=[
            {"id": "1", "title": "One"}, {"id": "2", "title": "Two"}]))}}},
        "/pets/{id}": {"get": {"parameters": [path_parameter("id")], "responses": {"200": ok(json_content(BOOK))}}},
    }  # fmt: skip
    own = Client(create_app(load(paths), static=True))
    assert own("GET", "/pets").json == [{"id": "1", "title": "One"}, {"id": "2", "title": "Two"}]
    assert own("GET", "/pets/2").json == {"id": "2", "title": "Two"}
    assert own("GET", "/pets/3").json == {"id": "3", "title": "One"}


@pytest.mark.parametrize(("static", "value"), [(False, None), (True, {"id": "1"})])
def test_a_broken_example_is_for_static_responses_only(static: bool, value: Any) -> None:
    operation = {
        "parameters": [path_parameter("id", examples=named(first="1"))],
        "responses": {"200": ok(json_content(BOOK, examples=named(first={"id": "1"})))},
    }
    response = Client(create_app(load({"/books/{id}": {"get": operation}}), static=static))("GET", "/books/1")
    assert response.status == 200
    if static:
        assert response.json == value
        assert "required property" in dict(response.headers)["x-mock-reason"]
    else:
        assert response.json.keys() == {"id", "title"}
        assert "x-mock-reason" not in dict(response.headers)


SHELF = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "readOnly": True},
        "name": {"type": "string", "readOnly": True},
        "kind": {"type": "string"},
        "size": {"type": "integer"},
    },
}
HALL = path_parameter("hall", examples=named(all="north", one="north", changed="north"))
ROWS = [{"id": f"/halls/north/shelves/{name}", "name": name, "kind": kind, "size": 3} for name, kind in
        (("a1", "oak"), ("b2", "pine"))]  # fmt: skip
SHELVES = {
    "/halls/{hall}/shelves": {
        "get": {
            "parameters": [HALL],
            "responses": {
                "200": ok(
                    json_content(
                        {"type": "object", "properties": {"value": {"type": "array", "items": SHELF}}},
                        examples=named(all={"value": ROWS}),
                    )
                )
            },
        }
    },
    "/halls/{hall}/shelves/{shelf}": {
        "parameters": [HALL, path_parameter("shelf", examples=named(one="b2", changed="a1"))],
        "get": {"responses": {"200": ok(json_content(SHELF, examples=named(one=ROWS[1])))}},
        "put": {
            "requestBody": {"content": json_content(SHELF)},
            "responses": {"200": ok(json_content(SHELF))},
        },
        "patch": {
            "requestBody": {"content": json_content(SHELF)},
            "responses": {"200": ok(json_content(SHELF))},
        },
        "delete": {"responses": {"204": {"description": "deleted"}}},
    },
}


def shelves(**settings: Any) -> Client:
    return Client(create_app(load(SHELVES), **settings))


@pytest.mark.parametrize("closed", [False, True])
def test_items_of_a_documented_list_are_read_as_they_are_listed(*, closed: bool) -> None:
    send = shelves(closed=closed)
    assert send("GET", "/halls/north/shelves").json == {"value": ROWS}
    assert [send("GET", f"/halls/north/shelves/{row['name']}").json for row in ROWS] == ROWS


def test_a_change_starts_from_the_documented_item() -> None:
    send = shelves()
    changed = {**ROWS[0], "kind": "ash"}
    assert send("PATCH", "/halls/north/shelves/a1", {"kind": "ash"}).json == changed
    assert send("GET", "/halls/north/shelves/a1").json == changed
    assert send("GET", "/halls/north/shelves").json["value"] == [changed, ROWS[1]]
    assert send("DELETE", "/halls/north/shelves/b2").status == 204
    assert send("GET", "/halls/north/shelves").json["value"] == [changed]
    created = send("PUT", "/halls/north/shelves/new", {"kind": "elm"}).json
    assert send("GET", "/halls/north/shelves").json["value"] == [changed, created]


def test_other_collections_have_generated_items() -> None:
    send = shelves()
    assert send("GET", "/halls/south/shelves/a1").json != ROWS[0]
    assert {row["name"] for row in send("GET", "/halls/south/shelves").json["value"]}.isdisjoint({"a1", "b2"})
    assert send("GET", "/halls/north/shelves/a1", headers={"prefer": "dynamic=true"}).json != ROWS[0]


def test_the_id_is_where_examples_have_it() -> None:
    send = shelves()
    (first, *_) = send("GET", "/halls/south/shelves").json["value"]
    assert send("GET", f"/halls/south/shelves/{first['name']}").json == first
    assert send("GET", "/halls/south/shelves/z9").json["name"] == "z9"
