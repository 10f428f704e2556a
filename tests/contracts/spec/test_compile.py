"""Compile documents: merged, ignored and generated values, and errors."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.errors import DocumentError
from contracts.spec.model import Contract, Operation

OK: dict[str, Any] = {"responses": {"200": {"description": "fine"}}}


def load(paths: Any, *, openapi: str = "3.1.0", title: str = "Pets", **parts: Any) -> Contract:
    return contracts.load({"openapi": openapi, "info": {"title": title, "version": "1"}, "paths": paths, **parts})


def only(paths: Any, **parts: Any) -> Operation:
    (operation,) = load(paths, **parts).operations
    return operation


def findings(paths: Any, **parts: Any) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        load(paths, **parts)
    return [f"{finding.location.pointer}: {finding.message}" for finding in caught.value.findings]


def query(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string"}, **more}


# ---------------------------------------------------------------------- document, ids


def test_contract_attributes() -> None:
    contract = load({"/x": {"get": OK}}, info={"title": "T", "version": "2.0", "description": "About"})
    assert (contract.title, contract.version, contract.description) == ("T", "2.0", "About")
    assert contract.openapi == "3.1.0"


def test_3_0_document_is_upgraded_and_keeps_its_version() -> None:
    schema = {"type": "string", "nullable": True}
    body = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}}
    contract = load({"/x": {"get": body}}, openapi="3.0.3")
    assert contract.openapi == "3.0.3"
    found = contract.operations[0].responses[0].content[0].schema
    assert found is not None
    assert found.node == {"type": ["string", "null"]}


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        ({"/pets/{id}": {"get": OK}}, ["get_pets_id"]),
        ({"/": {"get": OK}}, ["get"]),
        ({"/a-b": {"get": OK}, "/a/b": {"get": OK}}, ["get_a_b", "get_a_b_2"]),
        ({"/a/b": {"get": OK}, "/c": {"get": {**OK, "operationId": "get_a_b"}}}, ["get_a_b_2", "get_a_b"]),
        ({"/é": {"get": OK}, "/ü": {"get": OK}}, ["get", "get_2"]),
    ],
)
def test_missing_operation_ids_are_generated(paths: Any, ids: list[str]) -> None:
    for path, item in paths.items():
        if "{id}" in path:
            item["parameters"] = [{"name": "id", "in": "path", "required": True, "schema": {}}]
    contract = load(paths)
    assert [operation.id for operation in contract.operations] == ids
    assert [contract.operation(name) for name in ids] == list(contract.operations)
    assert contract.operation("other") is None


def test_only_methods_are_operations() -> None:
    methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
    item = dict.fromkeys(methods, OK) | {"summary": "s", "x-note": {"get": OK}}
    contract = load({"/x": item, "x-extra": {"get": OK}}, webhooks={"w": {"post": OK}})
    assert sorted(operation.method for operation in contract.operations) == sorted(name.upper() for name in methods)


def test_path_item_reference() -> None:
    operation = only(
        {"/x": {"$ref": "#/components/pathItems/X"}},
        components={"pathItems": {"X": {"parameters": [query("a")], "get": OK}}},
    )
    assert operation.path == "/x"
    assert [parameter.name for parameter in operation.parameters] == ["a"]


def test_status_codes_and_ranges() -> None:
    described = {"description": "d"}
    operation = only({"/x": {"get": {"responses": {200: described, "4XX": described, "default": described}}}})
    assert [response.status for response in operation.responses] == ["200", "4XX", "default"]
    assert operation.success is operation.responses[0]


def test_extensions_in_responses_are_ignored() -> None:
    assert len(only({"/x": {"get": {"responses": {"200": {"description": "d"}, "x-note": 1}}}}).responses) == 1


# ---------------------------------------------------------------------- parameters


def test_operation_parameter_overrides_path_item_parameter() -> None:
    operation = only(
        {
            "/x": {
                "parameters": [query("a", description="item"), query("b")],
                "get": {**OK, "parameters": [query("a", description="operation", required=True)]},
            }
        }
    )
    assert [(parameter.name, parameter.description) for parameter in operation.parameters] == [
        ("a", "operation"),
        ("b", ""),
    ]
    assert operation.parameters[0].required


def test_parameter_names_are_case_sensitive_except_headers() -> None:
    header = {"in": "header", "schema": {}}
    operation = only(
        {
            "/x": {
                "parameters": [query("id"), {**header, "name": "X-Id"}],
                "get": {**OK, "parameters": [query("ID"), {**header, "name": "x-id"}]},
            }
        }
    )
    assert [(parameter.location, parameter.name) for parameter in operation.parameters] == [
        ("query", "id"),
        ("header", "x-id"),
        ("query", "ID"),
    ]


@pytest.mark.parametrize("name", ["Accept", "content-type", "AUTHORIZATION"])
def test_ignored_header_parameters(name: str) -> None:
    parameters = [{"name": name, "in": "header", "schema": {}}, query(name)]
    assert [parameter.location for parameter in only({"/x": {"get": {**OK, "parameters": parameters}}}).parameters] == [
        "query"
    ]


@pytest.mark.parametrize(
    ("node", "style", "explode"),
    [
        ({"in": "query"}, "form", True),
        ({"in": "cookie"}, "form", True),
        ({"in": "header"}, "simple", False),
        ({"in": "query", "style": "pipeDelimited"}, "pipeDelimited", False),
        ({"in": "query", "explode": False}, "form", False),
        ({"in": "query", "style": "deepObject", "explode": True}, "deepObject", True),
    ],
)
def test_default_style_and_explode(node: Any, style: str, explode: bool) -> None:
    parameter = only({"/x": {"get": {**OK, "parameters": [{"name": "a", "schema": {}, **node}]}}}).parameters[0]
    assert (parameter.style, parameter.explode) == (style, explode)


def test_parameter_with_content() -> None:
    node = {"name": "a", "in": "query", "content": {"application/json": {"schema": {"type": "integer"}}}}
    parameter = only({"/x": {"get": {**OK, "parameters": [node]}}}).parameters[0]
    assert parameter.media_type == "application/json"
    assert parameter.schema is not None
    assert parameter.schema.is_valid(7)


def test_parameter_behind_several_references() -> None:
    components = {"parameters": {"A": {"$ref": "#/components/parameters/B"}, "B": query("b")}}
    operation = only(
        {"/x": {"get": {**OK, "parameters": [{"$ref": "#/components/parameters/A"}]}}}, components=components
    )
    assert operation.parameters[0].name == "b"


def test_querystring_parameters_must_be_forms_or_json() -> None:
    node = {"name": "q", "in": "querystring", "content": {"application/xml": {}}}
    assert findings({"/x": {"get": {**OK, "parameters": [node]}}}, openapi="3.2.0") == [
        "/paths/~1x/get/parameters/0: parameters with 'in: querystring' are not supported as application/xml"
    ]


# ---------------------------------------------------------------------- bodies, responses, examples


def media(node: Any, **parts: Any) -> Any:
    content = {"application/json": node}
    response = {"description": "d", "content": content}
    return only({"/x": {"get": {"responses": {"200": response}}}}, **parts).responses[0].content[0]


@pytest.mark.parametrize(
    ("node", "examples"),
    [
        ({"example": 1}, [("", 1)]),
        ({"example": None}, [("", None)]),
        ({"examples": {"a": {"value": 1}, "b": {"value": 2, "summary": "two"}}}, [("a", 1), ("b", 2)]),
        ({"examples": {"a": {"externalValue": "https://a.example/e"}}}, []),
        ({"examples": {"a": {"$ref": "#/components/examples/E"}}}, [("a", 9)]),
        ({"schema": {"examples": [1, 2]}}, [("", 1), ("", 2)]),
        ({"schema": {"example": 3}}, [("", 3)]),
        ({"schema": {"$ref": "#/components/schemas/S"}}, [("", 4)]),
        ({"schema": {"examples": [1]}, "example": 2}, [("", 2)]),
        ({"schema": {"examples": [1]}, "examples": {"a": {"value": 2}}}, [("a", 2)]),
        ({"schema": {"type": "object", "properties": {"a": {"examples": [1]}}}}, []),
        ({}, []),
    ],
)
def test_examples(node: Any, examples: list[Any]) -> None:
    components = {"examples": {"E": {"value": 9}}, "schemas": {"S": {"examples": [4]}}}
    found = media(node, components=components).examples
    assert [(example.name, example.value) for example in found] == examples


def test_example_of_3_0_schema() -> None:
    found = media({"schema": {"type": "integer", "example": 3}}, openapi="3.0.3").examples
    assert [example.value for example in found] == [3]


def test_content_type_header_is_ignored() -> None:
    headers = {"Content-Type": {"schema": {}}, "X-Rate": {"required": True, "schema": {"type": "integer"}}}
    operation = only({"/x": {"get": {"responses": {"200": {"description": "d", "headers": headers}}}}})
    assert [(header.name, header.required) for header in operation.responses[0].headers] == [("X-Rate", True)]


def test_request_body_reference() -> None:
    components = {"requestBodies": {"B": {"required": True, "content": {"text/*": {"encoding": {}}}}}}
    body = only(
        {"/x": {"post": {**OK, "requestBody": {"$ref": "#/components/requestBodies/B"}}}}, components=components
    ).request_body
    assert body is not None
    assert body.required
    assert [content.name for content in body.content] == ["text/*"]
    assert body.content[0].schema is None


# ---------------------------------------------------------------------- apis


APIS = [{"name": "shop", "prefix": "/shop"}, {"name": "deep", "prefix": "/shop/deep"}]


def test_document_without_apis_has_one_api() -> None:
    (api,) = load(
        {"/x": {"get": OK}}, title="My *Pet* Shop!", servers=[{"url": "https://a.example/v1"}, {"url": "/b"}]
    ).apis
    assert (api.name, api.prefix, api.servers) == ("my-pet-shop", "", ("https://a.example/v1",))


@pytest.mark.parametrize("title", ["", "***", "日本"])
def test_api_name_for_title_without_letters(title: str) -> None:
    assert load({}, title=title).apis[0].name == "api"


@pytest.mark.parametrize(
    ("path", "api", "native"),
    [
        ("/shop/pets", "shop", "/pets"),
        ("/shop", "shop", "/"),
        ("/shop/", "shop", "/"),
        ("/shop/deep/x", "deep", "/x"),
        ("/shop/deeper", "shop", "/deeper"),
    ],
)
def test_longest_prefix_wins(path: str, api: str, native: str) -> None:
    operation = only({path: {"get": OK}}, **{"x-mock-apis": APIS})
    assert (operation.api, operation.native_path) == (api, native)


def test_path_without_matching_prefix_is_rejected() -> None:
    assert findings({"/shopping": {"get": OK}}, **{"x-mock-apis": APIS}) == [
        "/paths/~1shopping/get: no entry of x-mock-apis has a prefix of /shopping"
    ]


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ({"name": "shop", "prefix": "/b"}, "/x-mock-apis/1/name: x-mock-apis: duplicate name 'shop'"),
        ({"name": "b", "prefix": "/shop"}, "/x-mock-apis/1/prefix: x-mock-apis: duplicate prefix '/shop'"),
    ],
)
def test_duplicate_api_names_and_prefixes_are_rejected(second: Any, message: str) -> None:
    assert findings({}, **{"x-mock-apis": [{"name": "shop", "prefix": "/shop"}, second]}) == [message]


def test_error_rules_are_merged() -> None:
    def rule(status: int) -> Any:
        return {"x-mock-errors": {kind: {"status": status} for kind in given[status]}}

    given = {
        401: ["unauthenticated", "forbidden", "not_found", "internal"],
        402: ["forbidden", "not_found", "internal"],
        403: ["not_found", "internal"],
        404: ["internal"],
    }
    operation = only(
        {"/x": {**rule(403), "get": {**OK, **rule(404)}}}, **{"x-mock-apis": [{"name": "a", **rule(402)}]}, **rule(401)
    )
    assert {kind: error.status for kind, error in operation.errors.items()} == {
        "unauthenticated": 401,
        "forbidden": 402,
        "not_found": 403,
        "internal": 404,
    }


def test_document_order_is_default_for_apis() -> None:
    apis = [{"name": "a", "prefix": "/a"}, {"name": "b", "prefix": "/b", "x-mock-order": ["body"]}]
    orders = [api.order[0] for api in load({}, **{"x-mock-apis": apis, "x-mock-order": ["existence"]}).apis]
    assert orders == ["existence", "body"]


# ---------------------------------------------------------------------- hints


def pet_paths(hint: Any) -> Any:
    pet = {"type": "object", "properties": {"id": {"type": "integer"}, "tag": {"type": "string"}}}
    read = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": pet}}}}}
    parameter = {"name": "id", "in": "path", "required": True, "schema": {}}
    return {"/pets/{id}": {"parameters": [parameter], "get": {**read, "x-mock-resource": hint}}}


def test_id_hint() -> None:
    resource = only(pet_paths({"id": "tag"})).resource
    assert resource is not None
    assert resource.id_field == "tag"


def test_id_hint_with_unknown_property_is_rejected() -> None:
    assert findings(pet_paths({"id": "tga"})) == [
        "/paths/~1pets~1{id}/get: x-mock-resource: items of /pets have no property 'tga'"
    ]
