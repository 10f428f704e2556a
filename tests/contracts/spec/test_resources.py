"""Collections and items inferred from paths."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.errors import DocumentError
from contracts.spec.model import Resource

PET = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}


def answer(schema: Any = None) -> dict[str, Any]:
    content = {} if schema is None else {"content": {"application/json": {"schema": schema}}}
    return {"responses": {"200": {"description": "d", **content}}}


def resources(paths: dict[str, Any]) -> dict[str, Resource | None]:
    """Resources by ``METHOD path``; path parameters are added to the document."""
    import re

    declared = {
        path: {
            "parameters": [
                {"name": name, "in": "path", "required": True, "schema": {}} for name in re.findall(r"\{(.+?)\}", path)
            ],
            **item,
        }
        for path, item in paths.items()
    }
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": declared}
    return {f"{found.method} {found.path}": found.resource for found in contracts.load(tree).operations}


def roles(paths: dict[str, Any]) -> dict[str, str]:
    return {name: f"{found.collection} {found.role}" for name, found in resources(paths).items() if found}


def only(paths: dict[str, Any], name: str) -> Resource:
    found = resources(paths)[name]
    assert found is not None
    return found


def test_roles() -> None:
    one, many = answer(PET), answer({"type": "array", "items": PET})
    assert roles(
        {
            "/pets": {"get": many, "post": one, "delete": answer()},
            "/pets/{id}": {"get": one, "patch": one, "put": one, "delete": answer(), "post": one},
            "/pets/search": {"get": many},
            "/pets/{id}/feed": {"post": one},
        }
    ) == {
        "GET /pets": "/pets list",
        "POST /pets": "/pets create",
        "GET /pets/{id}": "/pets read",
        "PATCH /pets/{id}": "/pets update",
        "PUT /pets/{id}": "/pets replace",
        "DELETE /pets/{id}": "/pets delete",
        "DELETE /pets": "/pets delete_many",
        "POST /pets/{id}": "/pets update",
        "POST /pets/{id}/feed": "/pets act",
    }


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ({"/pets": {"get": answer({"type": "array", "items": PET})}}, {}),
        ({"/{id}": {"get": answer(PET)}}, {"GET /{id}": "/ read"}),
        ({"/a/{x}/{y}": {"get": answer(PET)}}, {"GET /a/{x}/{y}": "/a/{x} read"}),
        ({"/a/{x}.json": {"get": answer(PET)}}, {"GET /a/{x}.json": "/a read"}),
        ({"/a/{x}/b/{y}": {"get": answer(PET)}}, {"GET /a/{x}/b/{y}": "/a/{x}/b read"}),
        ({"/a/{x}": {"get": answer({"type": "string"})}}, {}),
        ({"/a/{x}": {"get": answer()}}, {}),
        ({"/a/{x}": {"delete": answer()}}, {}),
        ({"/a/{x}": {"get": answer(PET)}, "/a/": {"get": answer({"type": "array", "items": PET})}},
         {"GET /a/{x}": "/a read", "GET /a/": "/a list"}),
    ],
)  # fmt: skip
def test_inferred_collections(paths: Any, expected: dict[str, str]) -> None:
    assert roles(paths) == expected


def test_list_of_strings_is_not_a_collection() -> None:
    words = answer({"type": "array", "items": {"type": "string"}})
    assert roles({"/tags": {"get": words}, "/tags/{tag}": {"delete": answer()}}) == {}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"type": "array", "items": PET}, ""),
        ({"type": "object", "properties": {"total": {"type": "integer"}, "items": {"type": "array", "items": PET}}},
         "items"),
        ({"type": "object", "properties": {"tags": {"type": "array", "items": {"type": "string"}},
                                           "pets": {"type": "array", "items": PET}}}, "pets"),
    ],
)  # fmt: skip
def test_list_field(body: Any, field: str) -> None:
    paths = {"/pets": {"get": answer(body)}, "/pets/{id}": {"get": answer(PET)}}
    assert only(paths, "GET /pets").list_path == ((field,) if field else ())


def test_list_without_items_has_no_resource() -> None:
    paths = {"/pets": {"get": answer({"type": "object"})}, "/pets/{id}": {"get": answer(PET)}}
    assert roles(paths) == {"GET /pets/{id}": "/pets read"}


@pytest.mark.parametrize(
    ("properties", "parameter", "field"),
    [
        (["id", "petId"], "petId", "petId"),
        (["pet_id", "id"], "petId", "pet_id"),
        (["id", "name"], "petId", "id"),
        (["petID", "name"], "x", "petID"),
        (["uuid", "name"], "x", "uuid"),
        (["slug"], "x", "slug"),
        (["name"], "x", "name"),
        (["color"], "x", ""),
    ],
)
def test_id_field(properties: list[str], parameter: str, field: str) -> None:
    item = {"type": "object", "properties": {name: {"type": "string"} for name in properties}}
    path = f"/pets/{{{parameter}}}"
    resource = only({path: {"get": answer(item)}}, f"GET {path}")
    assert (resource.id_field, resource.id_parameter) == (field, parameter)


def test_item_schema_from_read() -> None:
    summary = {"type": "object", "properties": {"id": {"type": "integer"}}}
    paths = {
        "/pets": {"get": answer({"type": "array", "items": summary})},
        "/pets/{id}": {"patch": answer(summary), "get": answer(PET)},
    }
    assert list(only(paths, "GET /pets").item.properties) == ["id", "name"]


def test_item_schema_from_other_operation() -> None:
    paths = {"/pets": {"post": answer(PET)}, "/pets/{id}": {"delete": answer()}}
    assert list(only(paths, "DELETE /pets/{id}").item.properties) == ["id", "name"]


def test_item_schema_from_list() -> None:
    paths = {"/pets": {"get": answer({"type": "array", "items": PET})}, "/pets/{id}": {"delete": answer()}}
    assert list(only(paths, "DELETE /pets/{id}").item.properties) == ["id", "name"]


def test_composed_item_schema() -> None:
    composed = {"allOf": [PET, {"type": "object", "properties": {"age": {"type": "integer"}}}]}
    assert list(only({"/pets/{id}": {"get": answer(composed)}}, "GET /pets/{id}").item.properties) == [
        "id",
        "name",
        "age",
    ]


# ---------------------------------------------------------------------- hints


def test_collection_hint() -> None:
    hint = {"x-mock-resource": {"collection": "/pets"}}
    paths = {
        "/pet/{id}": {"get": {**answer(PET), **hint}},
        "/pets/search": {"get": {**answer({"type": "array", "items": PET}), **hint}},
        "/pet": {"post": {**answer(PET), **hint}},
    }
    assert roles(paths) == {
        "GET /pet/{id}": "/pets read",
        "GET /pets/search": "/pets list",
        "POST /pet": "/pets create",
    }


def test_hint_on_path_item_applies_to_operations() -> None:
    paths = {"/pets/{id}": {"x-mock-resource": {"id": "name"}, "get": answer(PET), "post": answer(PET)}}
    assert only(paths, "GET /pets/{id}").id_field == "name"


def test_list_hint() -> None:
    two = {name: {"type": "array", "items": PET} for name in ("old", "new")}
    listing = {**answer({"type": "object", "properties": two}), "x-mock-resource": {"list": "new"}}
    paths = {"/pets": {"get": listing}, "/pets/{id}": {"get": answer(PET)}}
    assert only(paths, "GET /pets").list_path == ("new",)


def test_invalid_id_hint_is_rejected() -> None:
    with pytest.raises(DocumentError, match="have no property 'tga'"):
        resources({"/pets/{id}": {"get": {**answer(PET), "x-mock-resource": {"id": "tga"}}}})


# ---------------------------------------------------------------------- several items by id

LISTED = {"type": "object", "properties": {"pets": {"type": "array", "items": PET}, "total": {"type": "integer"}}}


def several(body: Any = LISTED, path: str = "/pets/{ids}", **hint: str) -> dict[str, Any]:
    """Paths with a GET of several items and a list hint."""
    return {path: {"x-mock-resource": {"list": "pets", **hint}, "get": answer(body), "delete": answer()}}


def test_list_hint_on_item_path_gives_read_many() -> None:
    assert roles(several()) == {"GET /pets/{ids}": "/pets read_many", "DELETE /pets/{ids}": "/pets delete"}
    found = only(several(), "GET /pets/{ids}")
    assert (found.id_parameter, found.id_field, found.list_path) == ("ids", "id", ("pets",))
    assert found.item.properties.keys() == PET["properties"].keys()


def test_read_many_with_collection_hint() -> None:
    paths = {**several(path="/pet-lookup/{ids}", collection="/pets"), "/pets": {"post": answer(PET)}}
    assert roles(paths)["GET /pet-lookup/{ids}"] == "/pets read_many"
    assert roles(paths)["POST /pets"] == "/pets create"


def test_item_hint() -> None:
    whole = {**PET, "properties": {**PET["properties"], "secret": {"type": "string"}}}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": several(item="#/components/schemas/Whole"),
        "components": {"schemas": {"Whole": whole}},
    }
    parameter = {"name": "ids", "in": "path", "required": True, "schema": {}}
    tree["paths"]["/pets/{ids}"]["parameters"] = [parameter]
    resource = contracts.load(tree).operations[0].resource
    assert resource is not None
    assert "secret" in resource.item.properties


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        ({"item": "#/components/schemas/Gone"}, "no schema at '#/components/schemas/Gone'"),
        ({"id": "tag"}, "have no property 'tag'"),
    ],
)
def test_invalid_read_many_hint_is_rejected(hint: dict[str, str], said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        resources(several(**hint))
