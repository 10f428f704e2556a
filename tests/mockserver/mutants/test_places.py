"""Places of a value, and what the document says of them."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutants.places import drop, places, put, spoiling
from tests.mockserver.kit import load, only, response

SCHEMA = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"allOf": [{"$ref": "#/components/schemas/Id"}]},
        "owner": {"anyOf": [{"type": "null"}, {"properties": {"mail": {"format": "email"}}}]},
        "sizes": {"type": ["array", "null"], "items": {"type": "integer", "maximum": 9}},
    },
}
VALUE = {"id": "a", "owner": {"mail": "a@b.example"}, "sizes": [1, 2], "more": 1}


def operation():
    ids = {"Id": {"type": "string", "minLength": 1}}
    return only(load({"/x": {"get": {"responses": {"200": response(SCHEMA)}}}}, components={"schemas": ids}))


def found():
    schema = operation().responses[0].content[0].schema
    return {place.path: place for place in places(schema, VALUE)}


def test_each_value_is_a_place_the_outer_ones_first():
    assert list(found()) == [
        (), ("id",), ("owner",), ("owner", "mail"), ("sizes",), ("sizes", 0), ("sizes", 1), ("more",)
    ]  # fmt: skip


def test_keywords_are_found_behind_references_and_alternatives():
    assert found()["id",].says("minLength") == 1
    assert found()["owner", "mail"].says("format") == "email"
    assert found()["sizes", 1].says("maximum") == 9
    assert found()["more",].schema is None
    assert found()["more",].says("type") is None


def test_put_and_drop_leave_the_original_alone():
    assert put(VALUE, ("sizes", 0), 7)["sizes"] == [7, 2]
    assert "mail" not in drop(VALUE, ("owner", "mail"))["owner"]
    assert VALUE["sizes"] == [1, 2]
    assert VALUE["owner"] == {"mail": "a@b.example"}


def test_a_value_that_the_document_allows_spoils_nothing():
    reply = Response(200, (("content-type", "application/json"),), b'{"id":"a","sizes":[1]}')
    allowed = spoiling(lambda place: iter([2]) if place.path == ("sizes", 0) else iter(()))
    forbidden = spoiling(lambda place: iter([2, 10]) if place.path == ("sizes", 0) else iter(()))
    assert allowed(None, operation(), reply) is reply
    assert forbidden(None, operation(), reply).json == {"id": "a", "sizes": [10]}


def test_failures_are_spoilt_only_where_they_are_meant():
    reply = Response(200, (("content-type", "application/json"),), b'{"id":"a"}')
    assert spoiling(lambda _: iter([None]), failures=True)(None, operation(), reply) is reply
