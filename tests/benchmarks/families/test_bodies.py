"""Bodies that the client sends, and what an update may lose."""

from __future__ import annotations

import pytest

from benchmarks.families.bodies import FORM
from benchmarks.families.client import Client, form_body
from benchmarks.families.items import Names, levels
from benchmarks.families.updates import Update, UpdateBuilder, lost_values
from tests.mockserver.kit import load, only

NAMES = Names("bookId", "/books")


def operation(schema, name="application/json", method="post", **more):
    body = {"content": {name: {"schema": schema, **more}}, "required": True}
    return only(load({"/books": {method: {"requestBody": body}}}))


def bodies(made):
    return list(Client(load({}), transport=None).bodies(made, 2))


def media(made):
    return made.request_body.content[0]


BOOK = {"type": "object", "properties": {"title": {"type": "string"}, "pages": {"type": "integer"}}}


@pytest.mark.parametrize("example", [{"title": 5}, {"request_body": {"book": {"title": "A"}}}])
def test_invalid_example_is_not_sent(example):
    assert all(body != example for body in bodies(operation(BOOK, example=example)))


@pytest.mark.parametrize("example", [{"title": "A"}, {"title": "A", "more": 1}])
def test_valid_example_is_sent_first(example):
    assert bodies(operation(BOOK, example=example))[0] == example


def test_example_of_the_schema_with_unknown_properties_is_replaced():
    first, *_ = bodies(operation({**BOOK, "example": {"request_body": {"title": "A"}}}))
    assert first.keys() == {"title", "pages"}


def test_form_has_no_empty_lists():
    schema = {"type": "object", "required": ["tags"], "properties": {"tags": {"type": "array"}, "title": {}}}
    made = media(operation(schema, FORM))
    assert form_body(made, {"tags": [], "title": "A"}) == {"title": "A"}
    assert form_body(made, {"tags": ["a"], "title": "A"}) == {"tags": ["a"], "title": "A"}


def test_invalid_json_patch_is_not_sent():
    def update(value):
        properties = {"op": {}, "path": {}, "value": value}
        made = operation({"type": "array", "items": {"type": "object", "properties": properties}}, method="patch")
        schema = media(operation(BOOK)).schema
        builder = UpdateBuilder(Client(load({}), transport=None), made, NAMES, item(schema), frozenset())
        return builder.build({})

    def item(schema):
        return levels({"title": "A"}, schema, NAMES)

    assert update({"type": "string"}).body[0]["path"] == "/title"
    assert update({"type": "object"}) is None


@pytest.mark.parametrize("sent", ["Title", "title"])
def test_sent_value_is_not_lost_in_another_spelling(sent):
    update = Update({}, media(operation(BOOK)), levels({sent: "B"}, None, NAMES), changes=True)
    before, after = (levels({"title": title, "pages": 3}, None, NAMES) for title in "AB")
    assert list(lost_values(update, before, after)) == []
    assert len(list(lost_values(update, before, levels({"title": "B", "pages": 4}, None, NAMES)))) == 1
