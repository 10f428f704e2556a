"""Ids and values in bodies."""

from __future__ import annotations

import pytest

from benchmarks.families.items import Names, body_mismatches, levels, listed_levels
from benchmarks.families.listing import documents_list, find_equal, find_item
from tests.mockserver.kit import load, only, response

BOOK = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "title": {"type": "string"},
        "friendly_name": {"type": "string"},
        "created_at": {"type": "string"},
        "secret": {"type": "string", "writeOnly": True},
        "author": {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}},
    },
}
NAMES = Names("bookId", "/books")


def schema(node):
    operation = only(load({"/x": {"get": {"responses": {"200": response(node)}}}}))
    return operation.responses[0].content[0].schema


def mismatches(sent, got, node=BOOK, **more):
    made = body_mismatches(levels(sent, None, NAMES), levels(got, schema(node), NAMES), frozenset({"id"}), **more)
    return [str(one) for one in made]


@pytest.mark.parametrize(
    ("parameter", "collection", "value", "name"),
    [
        ("petId", "/pets", {"id": 1, "petId": 2}, "petId"),
        ("petId", "/pets", {"id": 1, "name": "Rex"}, "id"),
        ("issue_number", "/repos/{owner}/issues", {"id": 1, "number": 2}, "number"),
        ("id", "/rides", {"ride_id": "a", "name": "x"}, "ride_id"),
        ("Sid", "/v1/Services", {"account_sid": "a", "sid": "b"}, "sid"),
        ("pet", "/pets", {"name": "Rex"}, "name"),
    ],
)
def test_likeliest_id(parameter, collection, value, name):
    assert Names(parameter, collection).candidates(value)[0] == (name, value[name])


@pytest.mark.parametrize("value", [None, "", True, 1.5, [1], {"a": 1}])
def test_values_that_are_not_ids(value):
    assert NAMES.candidates({"id": value}) == []


@pytest.mark.parametrize("envelope", ["data", "book", "Result", "catalog_book"])
def test_item_in_an_envelope(envelope):
    assert [level.path for level in levels({envelope: {"id": 1}, "errors": []}, None, NAMES)] == [(), (envelope,)]


@pytest.mark.parametrize(
    ("sent", "got", "expected"),
    [
        ({"title": "A"}, {"title": "A"}, []),
        ({"title": "A"}, {"title": "B"}, ['title: expected "A", got "B"']),
        ({"title": "A"}, {}, ['title: expected "A", got no property']),
        ({"FriendlyName": "A"}, {"friendly_name": "B"}, ['friendly_name: expected "A", got "B"']),
        ({"unknown": "A", "secret": "B", "id": 7, "created_at": "2026"}, {"id": 8}, []),
        ({"title": 5}, {"title": "B"}, []),
        ({"author": {"name": "A", "more": 1}}, {"author": {"name": "B"}}, ['author.name: expected "A", got "B"']),
        ({"book": {"title": "A"}}, {"title": "B"}, ['title: expected "A", got "B"']),
    ],
)
def test_sent_values(sent, got, expected):
    assert mismatches(sent, got) == expected


def test_listed_item_may_omit_properties_but_not_change_timestamps():
    item = {"title": "A", "created_at": "2026-01-01T00:00:00Z"}
    assert mismatches(item, {}, listed=True) == []
    assert len(mismatches(item, {"created_at": "2027-01-01T00:00:00Z"}, listed=True)) == 1


@pytest.mark.parametrize(
    "body",
    [
        [{"id": 1}, {"id": 7}],
        {"meta": {}, "errors": [], "_embedded": {"books": [{"id": 7}]}},
        {"data": [{"book": {"id": "7"}}]},
        {"ids": [6, 7]},
        {"books": {"7": {"title": "A"}}},
    ],
)
def test_item_in_a_list(body):
    assert find_item(body, None, "7", NAMES) is not None
    assert find_item(body, None, "8", NAMES) is None


def test_listed_item_without_an_id_is_found_by_its_values():
    sent = {"title": "A", "pages": 3, "tags": ["x"]}
    assert find_equal([{"title": "B", "pages": 3}, {"title": "A", "pages": 3}], None, sent, NAMES) is not None
    assert find_equal([{"title": "A"}, {"title": "A", "pages": 3, "id": 9}], None, sent, NAMES) is None


def test_one_item_is_not_a_list():
    item = schema(BOOK)
    assert not documents_list(item, item, NAMES)
    assert not documents_list(item, schema({"type": "object", "properties": {"data": BOOK}}), NAMES)
    assert documents_list(schema({"type": "array", "items": BOOK}), item, NAMES)
    books = schema({"type": "object", "properties": {"books": {"type": "array", "items": BOOK}}})
    assert documents_list(books, books, NAMES)


@pytest.mark.parametrize(
    "item",
    [
        {"status": "OK", "data": {"id": 7, "status": "open"}},
        {"status": "OK", "data": {"id": 7}},
        {"status": "OK", "title": "A", "data": {"id": 7, "status": "open", "title": "A"}},
    ],
)
def test_listed_item_is_compared_with_the_object_that_has_the_id(item):
    own = listed_levels(levels(item, None, NAMES), levels({"id": 7, "status": "open"}, None, NAMES), 7, NAMES)
    assert [level.path for level in own] == [("data",)]


def test_listed_item_without_an_id_is_compared_with_the_object_that_has_most_names():
    listed = levels({"title": "A", "status": "open"}, None, NAMES)
    item = levels({"status": "OK", "data": {"title": "A", "status": "open"}}, None, NAMES)
    assert [level.path for level in listed_levels(item, listed, 7, NAMES)] == [("data",)]


def test_property_with_two_spellings_is_compared_once():
    node = {"type": "object", "properties": {"Name": {"type": "string"}}}
    assert mismatches({"Name": "A", "name": "B"}, {"Name": "A"}, node) == []
    assert len(mismatches({"name": "B"}, {"Name": "A"}, node)) == 1


def test_last_word_of_the_parameter_is_not_the_id_if_the_item_has_the_whole_name():
    names = Names("serviceName", "/services")
    names.narrow(schema({"type": "object", "properties": {"serviceName": {"type": "string"}}}))
    assert names.strict == ("servicename",)
    names = Names("serviceName", "/services")
    names.narrow(schema({"type": "object", "properties": {"name": {"type": "string"}}}))
    assert names.strict == ("servicename", "name")
