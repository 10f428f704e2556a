"""Whole items are found in the documented examples of all operations that act on them."""

from __future__ import annotations

from contracts.spec.model import Resource
from mockserver.state.kinds import items_in, kind_of, settler
from tests.mockserver.kit import load, path_parameter, response

PET = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}, "url": {"type": "string"}},
}
REX = {"id": "rex-1", "url": "/pets/rex-1"}


def resource(list_field: str = "") -> Resource:
    schema = load({}, components={"schemas": {"Pet": PET}}).schema("/components/schemas/Pet")
    return Resource("/pets", "list" if list_field else "read", "id", "id", list_field, schema)


def test_items_are_found_where_the_resource_has_them() -> None:
    assert list(items_in(REX, resource())) == [REX]
    assert list(items_in([REX, 7, {"url": "/"}], resource())) == [REX]
    assert list(items_in({"pets": [REX, {"name": "Max"}], "id": 1}, resource("pets"))) == [REX]
    assert list(items_in({"pets": None, "id": 1}, resource("pets"))) == []
    assert list(items_in("rex-1", resource())) == []


def test_examples_of_every_operation_count() -> None:
    listing = {"type": "object", "properties": {"pets": {"type": "array", "items": PET}}}
    contract = load(
        {
            "/pets": {"get": {"responses": {"200": response(listing, example={"pets": [REX]})}}},
            "/pets/{id}": {"parameters": [path_parameter("id")], "get": {"responses": {"200": response(PET)}}},
        }
    )
    operations = contract.apis[0].operations
    pets = next(operation.resource for operation in operations if operation.resource)
    found = kind_of(pets, operations).identify({"id": "x", "url": "/"}, "max-2")
    assert found == {"id": "max-2", "url": "/pets/max-2"}


def test_items_of_a_listing_are_settled() -> None:
    listing = {"type": "object", "properties": {"pets": {"type": "array", "items": PET}}}
    contract = load(
        {
            "/pets": {"get": {"responses": {"200": response(listing, example={"pets": [REX]})}}},
            "/pets/{id}": {"parameters": [path_parameter("id")], "get": {"responses": {"200": response(PET)}}},
        }
    )
    operation = next(operation for operation in contract.operations if operation.path == "/pets")
    media = operation.responses[0].content[0]
    assert media.schema is not None
    settle = settler(operation, media.schema, contract.operations)
    assert settle({"pets": [{"id": "a", "url": "?"}]}) == {"pets": [{"id": "a", "url": "/pets/a"}]}
    assert settle({"pets": [{"id": "a"}, {"url": "?"}]}) == {"pets": [{"id": "a"}, {"url": "?"}]}
