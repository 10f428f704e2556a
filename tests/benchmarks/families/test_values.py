"""Values of parents, of required filters, and ids that the client chooses."""

from __future__ import annotations

import pytest

from benchmarks.families.client import Client, Reply
from benchmarks.families.find import find_families
from benchmarks.families.identity import Created, candidates, natural_keys
from benchmarks.families.items import Names, levels
from benchmarks.families.values import list_filters, parent_values, sends_id
from contracts.messages import Request, Response
from tests.mockserver.kit import load, path_parameter, response

NAMES = Names("bookId", "/books")
BOOK = {"type": "object", "properties": {"title": {"type": "string"}}}


def query(name, schema=None, required=True):
    return {"name": name, "in": "query", "required": required, "schema": schema or {"type": "string"}}


def reply(body=b"{}", **headers):
    return Reply(Request("POST", "/books"), Response(201, tuple(headers.items()), body))


def family_of(contract):
    (family,) = find_families(contract)
    return family


def books(filters=(), identifier=None):
    item = {"parameters": [path_parameter("bookId", identifier)]}
    collection = {"post": {"responses": {"201": response(BOOK)}}, "get": {"parameters": list(filters)}}
    return load({"/books": collection, "/books/{bookId}": {**item, "get": {"responses": {"200": response(BOOK)}}}})


def filters(sent, *documented):
    family = family_of(books(documented))
    created = Created(reply(), sent, "b7", "")
    found = list_filters(family.list, family, NAMES, created)
    return {name: value for (_, name), value in found.items()}


@pytest.mark.parametrize("name", ["shelf_id", "shelfId", "filter[shelf_id]", "filter[shelf_id][eq]", "Shelf-ID"])
@pytest.mark.parametrize("sent", [{"shelf_id": "s1"}, {"shelf": {"id": "s1"}}, {"book": {"ShelfId": "s1"}}])
def test_required_filter_has_the_value_that_was_sent(name, sent):
    assert filters(sent, query(name)) == {name: "s1"}


@pytest.mark.parametrize(
    ("documented", "expected"),
    [
        (query("shelf", required=False), {}),
        (query("other"), {}),
        (query("shelf", {"type": "string", "enum": ["s2"]}), {}),
        (query("shelf", {"type": "array", "items": {"type": "string"}}), {"shelf": ["s1"]}),
        (query("ids", {"type": "array", "items": {"type": "string"}}), {"ids": ["b7"]}),
    ],
)
def test_other_filters(documented, expected):
    assert filters({"shelf": "s1"}, documented) == expected


def test_value_of_a_parent_is_valid_for_all_operations():
    def parent(schema):
        return {"parameters": [path_parameter("shelf", schema), path_parameter("bookId")]}

    collection = {"post": {"parameters": [path_parameter("shelf")], "responses": {"201": response(BOOK)}}}
    item = {
        "get": {**parent({"type": "string"}), "responses": {"200": response(BOOK)}},
        "delete": parent({"type": "string", "pattern": "^SH[0-9]{8}$"}),
    }
    contract = load({"/shelves/{shelf}/books": collection, "/shelves/{shelf}/books/{bookId}": item})
    (value,) = parent_values(Client(contract, transport=None), family_of(contract)).values()
    assert value.startswith("SH")
    assert len(value) == 10


@pytest.mark.parametrize(
    ("body", "identifier", "expected"),
    [
        ({"name": "reader"}, "reader", True),
        ({"data": {"books": [{"label": "reader"}]}}, "Reader", True),
        ({"bookId": 7}, "7", True),
        ({"pages": 7}, 7, False),
        ({"title": "A"}, "reader", False),
        (None, "reader", False),
    ],
)
def test_client_chooses_the_id(body, identifier, expected):
    assert sends_id(body, identifier, NAMES) is expected


def test_id_is_a_valid_value_of_the_path_parameter():
    family = family_of(books(identifier={"type": "integer"}))
    found = candidates(family, NAMES, reply(b'{"bookId": "first", "id": 7}'), None)
    assert [one.identifier for one in found] == [7]
    found = candidates(family, NAMES, reply(b'{"bookId": "first"}'), None)
    assert [one.identifier for one in found] == ["first"]  # no valid one
    found = candidates(family, NAMES, reply(b'{"bookId": "first"}', location="/books/7"), None)
    assert [one.identifier for one in found] == ["7"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"name": "a.txt", "title": "a.txt"}, {"name": "a.txt"}),
        ({"name": "shelves/1/books/a.txt"}, {"name": "shelves/1/books/a.txt"}),
        ({"name": "other", "pages": 3}, {}),
    ],
)
def test_natural_keys(item, expected):
    assert natural_keys(levels(item, None, NAMES), "a.txt", NAMES) == expected
