"""The structures of paths and bodies from which collections and items are inferred, one row per structure."""

from __future__ import annotations

import re
from typing import Any

import pytest

import contracts
from contracts.spec.keys import Keys
from contracts.spec.model import Resource

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}


def enclosed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def many(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


PET = enclosed(id=NUMBER, name=TEXT, kind=TEXT)
SHORT = enclosed(id=NUMBER, name=TEXT)
INPUT = enclosed(name=TEXT, kind=TEXT)
FILE = {"type": "string", "format": "binary"}


def op(
    result: Any = None, body: Any = None, *, status: str = "200", media: str = "application/json", **more: Any
) -> dict[str, Any]:
    """An operation with a response body and a request body."""
    content = {"content": {media: {"schema": result}}} if result is not None else {}
    sends = more.pop("sends", "application/json")
    sent = {"requestBody": {"content": {sends: {"schema": body}}}} if body else {}
    return {"responses": {status: {"description": "d", **content}}, **sent, **more}


def query(name: str) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "schema": TEXT}]


def resources(paths: dict[str, Any], values: Any = None) -> dict[str, Resource]:
    """Resources by ``METHOD path``, operations without a resource left out.

    :param values: the schema of all path parameters.
    """
    declared = {
        path: {
            "parameters": [
                {"name": name, "in": "path", "required": True, "schema": values or {}}
                for name in re.findall(r"\{(.+?)\}", path)
            ],
            **item,
        }
        for path, item in paths.items()
    }
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": declared}
    found = {f"{one.method} {one.path}": one.resource for one in contracts.load(tree).operations}
    return {name: one for name, one in found.items() if one is not None}


def roles(paths: dict[str, Any]) -> dict[str, str]:
    return {name: f"{one.collection} {one.role}" for name, one in resources(paths).items()}


# ---------------------------------------------------------------------- envelopes


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (PET, ()),
        (enclosed(data=PET), ("data",)),
        (enclosed(pet=PET, status=TEXT), ("pet",)),
        (enclosed(success={"type": "boolean"}, message=TEXT, result=PET), ("result",)),
        (enclosed(data=PET, meta=enclosed(requestId=TEXT)), ("data",)),
        (enclosed(response=enclosed(pet=PET)), ("response", "pet")),
        ({"allOf": [enclosed(code=NUMBER), enclosed(data=PET)]}, ("data",)),
        (enclosed(id=NUMBER, name=TEXT, data=enclosed(id=NUMBER)), ()),
    ],
)
def test_envelopes_of_items(body: Any, path: Keys) -> None:
    found = resources({"/pets/{id}": {"get": op(body)}})["GET /pets/{id}"]
    assert (found.item_path, found.id_path) == (path, ("id",))


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (many(PET), ()),
        (enclosed(data=many(PET), total=NUMBER), ("data",)),
        (enclosed(_embedded=enclosed(pets=many(PET)), page=enclosed(size=NUMBER)), ("_embedded", "pets")),
        (enclosed(links=many(enclosed(href=TEXT)), pets=many(PET)), ("pets",)),
        (enclosed(facets=many(enclosed(field=TEXT, count=NUMBER)), content=many(PET)), ("content",)),
        (enclosed(data=enclosed(items=many(PET))), ("data", "items")),
        ({"allOf": [enclosed(items=many({"type": "object"})), enclosed(items=many(PET))]}, ("items",)),
    ],
)
def test_envelopes_of_lists(body: Any, path: Keys) -> None:
    found = resources({"/pets": {"get": op(body)}, "/pets/{id}": {"get": op(PET)}})["GET /pets"]
    assert (found.role, found.list_path) == ("list", path)


def test_two_lists_of_unknown_items_are_not_a_list_of_the_collection() -> None:
    body = enclosed(cats=many(enclosed(purr=TEXT)), dogs=many(enclosed(bark=TEXT)))
    assert "GET /pets" not in resources({"/pets": {"get": op(body)}, "/pets/{id}": {"get": op(PET)}})


@pytest.mark.parametrize(
    ("body", "path"), [(INPUT, ()), (enclosed(pet=INPUT), ("pet",)), (enclosed(data=INPUT), ("data",))]
)
def test_envelopes_of_request_bodies(body: Any, path: Keys) -> None:
    found = resources({"/pets": {"post": op(PET, body, status="201")}, "/pets/{id}": {"get": op(PET)}})["POST /pets"]
    assert (found.role, found.body_path) == ("create", path)


def test_json_api() -> None:
    pet = enclosed(type=TEXT, id=TEXT, attributes=enclosed(name=TEXT))
    body = enclosed(data=enclosed(type=TEXT, attributes=enclosed(name=TEXT)))
    media = {"media": "application/vnd.api+json", "sends": "application/vnd.api+json"}
    found = resources(
        {
            "/pets": {
                "get": op(enclosed(data=many(pet), links=enclosed(next=TEXT)), **media),
                "post": op(enclosed(data=pet), body, status="201", **media),
            },
            "/pets/{id}": {"get": op(enclosed(data=pet, included=many(enclosed(id=TEXT, type=TEXT))), **media)},
        }
    )
    assert found["GET /pets"].list_path == ("data",)
    assert (found["POST /pets"].item_path, found["POST /pets"].body_path) == (("data",), ("data",))
    assert (found["GET /pets/{id}"].item_path, found["GET /pets/{id}"].id_path) == (("data",), ("id",))


# ---------------------------------------------------------------------- ids


@pytest.mark.parametrize(
    ("properties", "path", "values", "id_path"),
    [
        ({"id": NUMBER, "name": TEXT}, "/pets/{pet}", TEXT, ("id",)),
        ({"id": NUMBER, "name": TEXT}, "/pets/{pet_id}", TEXT, ("id",)),
        ({"id": NUMBER, "login": TEXT}, "/orgs/{org}", TEXT, ("login",)),
        ({"id": NUMBER, "name": TEXT}, "/repos/{owner}/{repo}", TEXT, ("name",)),
        ({"id": NUMBER, "number": NUMBER}, "/issues/{issue_number}", NUMBER, ("number",)),
        (
            {"metadata": enclosed(name=TEXT, uid=TEXT), "spec": enclosed(size=NUMBER)},
            "/widgets/{name}",
            TEXT,
            ("metadata", "name"),
        ),
        ({"sys": enclosed(id=TEXT), "fields": enclosed(title=TEXT)}, "/entries/{entry_id}", TEXT, ("sys", "id")),
        ({"title": NUMBER, "done": {"type": "boolean"}}, "/tasks/{id}", {"type": "string", "format": "uuid"}, ()),
    ],
)
def test_the_property_with_the_id(properties: dict[str, Any], path: str, values: Any, id_path: Keys) -> None:
    assert resources({path: {"get": op(enclosed(**properties))}}, values)[f"GET {path}"].id_path == id_path


def test_items_without_path_have_the_id_of_the_same_items_elsewhere() -> None:
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "components": {"schemas": {"Repo": enclosed(id=NUMBER, name=TEXT)}},
        "paths": {
            "/repos/{owner}/{repo}": {
                "parameters": [
                    {"name": one, "in": "path", "required": True, "schema": TEXT} for one in ("owner", "repo")
                ],
                "get": op({"$ref": "#/components/schemas/Repo"}),
            },
            "/user/repos": {
                "get": op(many({"$ref": "#/components/schemas/Repo"})),
                "post": op({"$ref": "#/components/schemas/Repo"}, enclosed(name=TEXT), status="201"),
            },
        },
    }
    found = [one.resource for one in contracts.load(tree).operations]
    assert [one.id_path for one in found if one is not None] == [("name",)] * 3


# ---------------------------------------------------------------------- paths


@pytest.mark.parametrize(
    ("collection", "item"),
    [
        ("/pets/", "/pets/{id}/"),
        ("/pets", "/pets/{id}/"),
        ("/pets.json", "/pets/{id}.json"),
        ("/pets.{format}", "/pets/{id}.{format}"),
        ("/pets", "/pet/{id}"),
        ("/owners/{o}/pets", "/owners/{owner}/pets/{id}"),
    ],
)
def test_paths_of_a_collection(collection: str, item: str) -> None:
    found = resources(
        {
            collection: {"get": op(many(PET)), "post": op(PET, INPUT, status="201")},
            item: {"get": op(PET), "delete": op(status="204")},
        }
    )
    assert [one.role for one in found.values()] == ["list", "create", "read", "delete"]
    assert len({one.collection for one in found.values()}) == 1


@pytest.mark.parametrize(
    ("path", "operation", "expected"),
    [
        ("/pets/{id}/feed", {"post": op(PET)}, "/pets act"),
        ("/pets/{id}:feed", {"post": op(PET)}, "/pets act"),
        ("/pets/{id}/actions/feed", {"post": op(PET, enclosed(kind=TEXT))}, "/pets act"),
        ("/pets/{id}/kind", {"put": op(body=enclosed(kind=TEXT), status="204")}, "/pets act"),
        ("/pets/{id}/feed", {"post": op(enclosed(eaten=NUMBER))}, ""),
        ("/pets/{id}/clone", {"post": op(PET)}, ""),
        ("/pets/{id}/photo", {"put": op(body=FILE, sends="image/png", status="204")}, "/pets upload"),
        ("/pets/{id}/photo", {"get": op(FILE, media="image/png")}, "/pets download"),
        ("/pets/findByKind", {"get": op(many(PET), parameters=query("kind"))}, "/pets search"),
        ("/pets/search", {"get": op(enclosed(items=many(PET)), parameters=query("q"))}, "/pets search"),
        ("/pets/search", {"get": op(many(SHORT), parameters=query("q"))}, ""),
        ("/pets/featured", {"get": op(many(PET), parameters=query("q"))}, ""),
        ("/pets/batch", {"post": op(many(PET), many(INPUT))}, "/pets create_many"),
        ("/pets/bulk-delete", {"post": op(body=enclosed(ids=many(NUMBER)), status="204")}, "/pets delete_many"),
        ("/pets/bulkDelete", {"post": op(body=enclosed(ids=many(NUMBER)), status="204")}, "/pets delete_many"),
    ],
)
def test_paths_below_a_collection(path: str, operation: Any, expected: str) -> None:
    usual = {"/pets": {"get": op(many(PET))}, "/pets/{id}": {"get": op(PET)}}
    (method,) = operation
    assert roles({**usual, path: operation}).get(f"{method.upper()} {path}", "") == expected


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ({"patch": op(many(PET), many(PET))}, "update_many"),
        ({"put": op(PET, PET)}, "save"),
        ({"put": op(body=PET, status="204")}, "save"),
        ({"put": op(PET, INPUT)}, ""),
        ({"put": op(enclosed(name=TEXT, color=TEXT), PET)}, ""),
        ({"delete": op(status="204")}, "delete_many"),
        ({"post": op(enclosed(pets=many(PET)), enclosed(pets=many(INPUT)))}, "create_many"),
        ({"post": op(enclosed(message=TEXT), INPUT, status="201")}, "create"),
        ({"post": op(many(PET), enclosed(q=TEXT))}, ""),
    ],
)
def test_operations_on_a_collection(operation: Any, expected: str) -> None:
    (method,) = operation
    found = resources({"/pets": operation, "/pets/{id}": {"get": op(PET)}}).get(f"{method.upper()} /pets")
    assert (found.role if found else "") == expected


# ---------------------------------------------------------------------- collections without item path, single items


@pytest.mark.parametrize(
    ("listed", "created", "expected"),
    [
        (many(PET), op(PET, INPUT, status="201"), ["list", "create"]),
        (enclosed(data=many(PET)), op(enclosed(data=PET), INPUT), ["list", "create"]),
        (many(PET), op(many(PET), many(INPUT), status="201"), ["list", "create_many"]),
        (many(PET), op(enclosed(job=TEXT), enclosed(url=TEXT)), []),
        (enclosed(count=NUMBER), op(PET, INPUT), []),
    ],
)
def test_collections_without_item_path(listed: Any, created: Any, expected: list[str]) -> None:
    found = resources({"/owners/{id}/pets": {"get": op(listed), "post": created}})
    assert [one.role for one in found.values()] == expected


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        ({"patch": op(INPUT, INPUT)}, ["read", "update"]),
        ({"put": op(INPUT, INPUT)}, ["read", "replace"]),
        ({"put": op(status="204", body=INPUT), "delete": op(status="204")}, ["read", "replace", "delete"]),
        ({"post": op(enclosed(job=TEXT), enclosed(url=TEXT))}, []),
        ({}, []),
    ],
)
def test_single_items(write: Any, expected: list[str]) -> None:
    found = resources({"/me/settings": {"get": op(INPUT), **write}})
    assert sorted(one.role for one in found.values()) == sorted(expected)
    assert all(one.single for one in found.values())


def test_content_of_items_that_are_uploaded() -> None:
    found = roles(
        {
            "/files": {"post": op(PET, enclosed(file=FILE), status="201", sends="multipart/form-data")},
            "/files/{id}": {"get": op(PET)},
            "/files/{id}/content": {
                "get": op(FILE, media="application/octet-stream"),
                "put": op(body=FILE, sends="application/octet-stream", status="204"),
            },
        }
    )
    assert found["POST /files"] == "/files create"
    assert found["GET /files/{id}/content"] == "/files download"
    assert found["PUT /files/{id}/content"] == "/files upload"


# ---------------------------------------------------------------------- hints


def test_a_hint_removes_the_resource() -> None:
    hint = {"x-mock-resource": {"role": "none"}}
    paths = {"/pets": {"get": op(many(PET)), "post": {**op(PET, INPUT), **hint}}, "/pets/{id}": {"get": op(PET)}}
    assert roles(paths) == {"GET /pets": "/pets list", "GET /pets/{id}": "/pets read"}


def test_a_hint_names_the_id_by_a_json_pointer() -> None:
    pet = enclosed(keys=enclosed(main=TEXT), name=TEXT)
    hint = {"x-mock-resource": {"id": "/keys/main"}}
    assert resources({"/pets/{id}": {**hint, "get": op(pet)}})["GET /pets/{id}"].id_path == ("keys", "main")


def test_a_hint_names_one_of_two_lists() -> None:
    hint = {"x-mock-resource": {"list": "/page/new"}}
    body = enclosed(page=enclosed(old=many(PET), new=many(PET)))
    found = resources({"/pets": {"get": {**op(body), **hint}}, "/pets/{id}": {"get": op(PET)}})
    assert found["GET /pets"].list_path == ("page", "new")


@pytest.mark.parametrize(
    ("path", "properties", "id_path"),
    [
        ("/stories/{id}/collaborators/{story_collaborator_userid}", ["id", "user_id"], ("user_id",)),
        ("/issues/{inventoryIssueNumber}", ["batch", "referenceNumber"], ("referenceNumber",)),
        ("/status-updates/{status_gid}", ["gid", "title"], ("gid",)),
        ("/companies/{id}/settings/{company_setting_id}", ["id", "setting_id"], ("id",)),
        ("/companies/{id}/settings/{company_setting_id}", ["setting_id", "value"], ("setting_id",)),
    ],
)
def test_ids_with_a_part_of_the_name_of_the_parameter(path: str, properties: list[str], id_path: tuple[str]) -> None:
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in properties}}
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(.+?)\}", path)
    ]
    result = {"200": {"description": "d", "content": {"application/json": {"schema": schema}}}}
    paths = {path: {"parameters": parameters, "get": {"responses": result}}}
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    found = contracts.load(tree).operations[0].resource
    assert found is not None
    assert found.id_path == id_path


def test_items_in_xml_only() -> None:
    schema = {"type": "object", "properties": {"id": {"type": "string"}, "title": {"type": "string"}}}
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    result = {"200": {"description": "d", "content": {"application/xml": {"schema": schema}}}}
    paths = {"/notes/{id}": {"parameters": [parameter], "get": {"responses": result}}}
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    found = contracts.load(tree).operations[0].resource
    assert found is not None
    assert (found.role, found.id_path) == ("read", ("id",))
