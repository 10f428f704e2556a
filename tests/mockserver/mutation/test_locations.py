"""Locations in a JSON value and their schemas."""

from __future__ import annotations

from contracts.messages import Response
from mockserver.mutation.locations import locations, remove_at, replace_at, violating
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


def by_path():
    schema = operation().responses[0].content[0].schema
    return {location.path: location for location in locations(schema, VALUE)}


def test_outer_locations_come_first():
    assert list(by_path()) == [
        (), ("id",), ("owner",), ("owner", "mail"), ("sizes",), ("sizes", 0), ("sizes", 1), ("more",)
    ]  # fmt: skip


def test_keywords_of_references_and_alternatives():
    assert by_path()["id",].keyword("minLength") == 1
    assert by_path()["owner", "mail"].keyword("format") == "email"
    assert by_path()["sizes", 1].keyword("maximum") == 9
    assert by_path()["more",].schema is None
    assert by_path()["more",].keyword("type") is None


def test_replace_and_remove_do_not_change_the_original():
    assert replace_at(VALUE, (), 7) == 7
    assert replace_at(VALUE, ("sizes", 0), 7)["sizes"] == [7, 2]
    assert "mail" not in remove_at(VALUE, ("owner", "mail"))["owner"]
    assert VALUE["sizes"] == [1, 2]
    assert VALUE["owner"] == {"mail": "a@b.example"}


def test_only_candidates_that_violate_the_schema_are_used():
    correct = Response(200, (("content-type", "application/json"),), b'{"id":"a","sizes":[1]}')
    allowed = violating(lambda location: iter([2]) if location.path == ("sizes", 0) else iter(()))
    forbidden = violating(lambda location: iter([2, 10]) if location.path == ("sizes", 0) else iter(()))
    assert allowed(None, operation(), correct) is correct
    assert forbidden(None, operation(), correct).json == {"id": "a", "sizes": [10]}


def test_success_responses_are_not_changed_if_errors_are_meant():
    correct = Response(200, (("content-type", "application/json"),), b'{"id":"a"}')
    assert violating(lambda _: iter([None]), errors=True)(None, operation(), correct) is correct
