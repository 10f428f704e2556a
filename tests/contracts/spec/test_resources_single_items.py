"""Responses and bodies that contain one item in an array or in an object that is named like an id."""

from __future__ import annotations

from typing import Any

import contracts
from contracts.spec.keys import FIRST
from contracts.spec.model import Resource
from contracts.spec.resources.identity import find_id

PET = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "kind": {"type": "string"}},
}
PETS = {"type": "array", "items": PET}


def enclosed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def operation(result: Any, body: Any = None) -> dict[str, Any]:
    content = {"application/json": {"schema": result}}
    made: dict[str, Any] = {"responses": {"200": {"description": "d", "content": content}}}
    return made | ({"requestBody": {"content": {"application/json": {"schema": body}}}} if body else {})


def resource(name: str, identifier: Any = None, **operations: dict[str, Any]) -> Resource | None:
    """The resource of an operation of a collection of pets; names are ``get_one``, ``post``, …."""
    parameter = {"name": "petId", "in": "path", "required": True, "schema": identifier or {"type": "integer"}}
    usual = {"get": operation(PETS), "get_one": operation(PET)} | operations
    items = {key.removesuffix("_one"): usual[key] for key in usual if key.endswith("_one")}
    paths = {
        "/pets": {key: usual[key] for key in usual if not key.endswith("_one")},
        "/pets/{petId}": {"parameters": [parameter], **items},
    }
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    found = {
        one.method.lower() + "_one" * one.path.endswith("}"): one.resource for one in contracts.load(tree).operations
    }
    return found[name]


def test_an_object_named_like_an_id_is_an_envelope() -> None:
    found = resource("post", post=operation(enclosed(Id=enclosed(id={"type": "integer"})), PET))
    assert found is not None
    assert (found.role, found.item_path) == ("create", ("Id",))


def test_an_array_of_one_created_item() -> None:
    found = resource("post", post=operation(enclosed(data=PETS), PET))
    assert found is not None
    assert (found.role, found.item_path) == ("create", ("data", FIRST))
    found = resource("post", post=operation(PETS, PET))
    assert found is not None
    assert (found.role, found.item_path) == ("create", (FIRST,))


def test_an_array_of_other_items_is_not_the_item() -> None:
    owner = enclosed(id={"type": "integer"}, street={"type": "string"}, town={"type": "string"})
    found = resource("get_one", get_one=operation({"type": "array", "items": owner}), patch_one=operation(PET, PET))
    assert found is None


def test_an_array_of_one_item_from_get() -> None:
    found = resource("get_one", get=operation(enclosed(pets=PETS)), get_one=operation(enclosed(pets=PETS)))
    assert found is not None
    assert (found.role, found.item_path, found.id_path) == ("read", ("pets", FIRST), ("id",))


def test_get_with_several_ids() -> None:
    ids = {"type": "array", "items": {"type": "integer"}}
    found = resource("get_one", ids, get_one=operation(enclosed(data=PETS)))
    assert found is not None
    assert (found.role, found.list_path) == ("read_many", ("data",))


def test_an_array_of_one_item_in_a_body() -> None:
    found = resource("put_one", put_one=operation(PET, enclosed(pets=PETS)))
    assert found is not None
    assert (found.role, found.body_path) == ("replace", ("pets", FIRST))


def test_an_object_that_is_the_only_property_is_an_envelope() -> None:
    found = resource("get_one", get_one=operation(enclosed(animalRecord=PET)))
    assert found is not None
    assert (found.item_path, found.id_path) == (("animalRecord",), ("id",))
    found = resource("get_one", get_one=operation(enclosed(attributes=enclosed(weight={"type": "number"}))))
    assert found is not None
    assert found.item_path == ()


def test_the_id_in_an_object_that_the_parameter_names() -> None:
    user = enclosed(id={"type": "integer"}, name={"type": "string"})
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/members/{userId}": {
                "parameters": [{"name": "userId", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "get": operation(enclosed(user=user, since={"type": "string"}, level={"type": "string"})),
                "delete": {"responses": {"204": {"description": "d"}}},
            }
        },
    }
    found = contracts.load(tree).operations[0].resource
    assert found is not None
    assert (found.item_path, found.id_path) == ((), ("user", "id"))


def test_the_id_of_another_object_is_the_id_if_the_parameter_names_exactly_that() -> None:
    user = enclosed(id={"type": "integer"}, name={"type": "string"})
    member = enclosed(id={"type": "integer"}, user=user, member=user)
    schema = (
        contracts.load(
            {
                "openapi": "3.1.0",
                "info": {"title": "T", "version": "1"},
                "paths": {"/x": {"get": operation(member)}},
            }
        )
        .operations[0]
        .responses[0]
        .content[0]
        .schema
    )
    assert schema is not None
    assert find_id(schema, "userId", None, "members") == ("user", "id")
    assert find_id(schema, "memberId", None, "members") == ("id",)


def test_a_list_for_one_kind_is_not_an_item() -> None:
    kinds = {"type": "string", "enum": ["cats", "dogs"]}
    listed = operation(enclosed(results=PETS, total={"type": "integer"}))
    assert resource("get_one", kinds, get=listed, get_one=listed) is None


def test_a_body_in_an_object_named_like_a_text_of_the_item() -> None:
    item = enclosed(id={"type": "integer"}, pet={"type": "string"}, name={"type": "string"})
    found = resource(
        "post", get_one=operation(item), post=operation(item, enclosed(pet=enclosed(name={"type": "string"})))
    )
    assert found is not None
    assert found.body_path == ("pet",)


def test_annotations_in_all_of_do_not_matter() -> None:
    described = {"allOf": [PET, {"description": "A pet."}]}
    found = resource("post", post=operation(enclosed(made=described, name={"type": "string"}), PET))
    assert found is not None
    assert found.item_path == ("made",)
