"""Schemas and credentials of affected elements are found in the new document."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.diff.change import AffectedElement, Part
from contracts.messages import Request
from contracts.traffic.matching import covers, credentials_of, locations_of, operation_of, plain_template
from contracts.traffic.message_values import parameters_of

TREE: dict[str, Any] = {
    "security": [{"a": []}, {"a": [], "b": []}],
    "paths": {
        "/cases/{key}": {
            "parameters": [{"$ref": "#/components/parameters/Key"}],
            "get": {
                "security": [],
                "parameters": [
                    {"name": "q", "in": "query", "content": {"application/json": {"schema": {"type": "array"}}}}
                ],
            },
            "put": {"requestBody": {"$ref": "#/components/requestBodies/Case"}},
        },
        "/again": {"$ref": "#/paths/~1cases~1{key}"},
        "/circle": {"$ref": "#/paths/~1circle"},
        "/lost": {"$ref": "#/nowhere"},
    },
    "components": {
        "parameters": {"Key": {"name": "key", "in": "path", "schema": {"type": "integer"}}},
        "requestBodies": {
            "Case": {"content": {"application/*": {"schema": {"properties": {"tags": {"items": {"type": "string"}}}}}}}
        },
    },
}


@pytest.mark.parametrize(
    ("affected", "types"),
    [
        (AffectedElement("GET /cases/{id}", Part.PARAMETER, "path:key"), [{"integer"}]),
        (AffectedElement("GET /again", Part.PARAMETER, "path:key"), [{"integer"}]),
        (AffectedElement("GET /cases/{id}", Part.PARAMETER, "query:q"), [{"array"}]),
        (AffectedElement("GET /cases/{id}", Part.PARAMETER, "query:none"), []),
        (
            AffectedElement("PUT /cases/{id}", Part.REQUEST, media_type="application/json", field=("tags", "*")),
            [{"string"}],
        ),
        (AffectedElement("PUT /cases/{id}", Part.REQUEST, field=("tags", "*")), [{"string"}]),
        (AffectedElement("PUT /cases/{id}", Part.REQUEST, media_type="text/csv"), []),
        (AffectedElement("PUT /cases/{id}", Part.REQUEST, field=("none",)), []),
        (AffectedElement("POST /cases/{id}", Part.REQUEST), []),
        (AffectedElement("GET /circle", Part.PARAMETER, "path:key"), []),
        (AffectedElement("GET /lost", Part.PARAMETER, "path:key"), []),
        (AffectedElement("GET /cases/{id}", Part.RESPONSE), []),
    ],
)
def test_places(affected: AffectedElement, types: list[set[str]]) -> None:
    assert [set(location.types) for location in locations_of(affected, TREE)] == types


@pytest.mark.parametrize(
    ("operation", "alternatives"),
    [
        ("GET /cases/{id}", [set()]),
        ("PUT /cases/{id}", [{"a"}, {"a", "b"}]),
        ("GET /nothing", [set()]),
    ],
)
def test_credentials(operation: str, alternatives: list[set[str]]) -> None:
    assert credentials_of(operation, TREE) == alternatives


def test_names_of_path_parameters_do_not_count() -> None:
    assert plain_template("GET /a/{b}/c-{d}.{e}") == "GET /a/{}/c-{}.{}"


@pytest.mark.parametrize(
    ("documented", "given", "is_covered"),
    [
        ("", "a/b", True),
        ("*/*", "a/b", True),
        ("A/*; q=1", "a/b", True),
        ("a/b; charset=utf-8", "a/b", True),
        ("a/c", "a/b", False),
        ("b/*", "a/b", False),
    ],
)
def test_media_types(documented: str, given: str, is_covered: bool) -> None:
    assert covers(documented, given) is is_covered


ANY = {"responses": {"200": {"description": "x"}}}
CONTRACT = contracts.load(
    {
        "openapi": "3.1.0",
        "info": {"title": "x", "version": "1"},
        "x-mock-apis": [{"name": "shop", "prefix": "/shop"}, {"name": "bank", "prefix": "/bank"}],
        "paths": {
            "/shop/items/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "get": {"operationId": "read", **ANY},
                "put": {"operationId": "replace", **ANY},
            },
            "/shop/items/me": {
                "get": {"operationId": "me", **ANY},
                "head": {"operationId": "meToo", **ANY},
            },
            "/bank/items/{n}.{form}": {
                "parameters": [
                    {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                    for name in ("n", "form")
                ],
                "get": {"operationId": "form", **ANY},
            },
        },
    }
)


@pytest.mark.parametrize(
    ("method", "path", "api", "expected"),
    [
        ("GET", "/shop/items/7", "", "read"),
        ("HEAD", "/shop/items/7", "", "read"),
        ("PUT", "/shop/items/me", "", "replace"),
        ("GET", "/shop/items/me", "", "me"),
        ("HEAD", "/shop/items/me", "", "meToo"),
        ("GET", "/shop/%69tems/a%2Fb", "", "read"),
        ("GET", "/shop/items/a/b", "", None),
        ("GET", "/shop/items/", "", None),
        ("POST", "/shop/items/7", "", None),
        ("GET", "/items/7", "", None),
        ("GET", "/items/7", "shop", "read"),
        ("GET", "/items/7.json", "bank", "form"),
        ("GET", "/bank/items/7.json", "shop", "form"),
        ("GET", "/bank/items/7", "", None),
        ("GET", "/shop/items/%0A", "", "read"),
    ],
)
def test_matching(method: str, path: str, api: str, expected: str | None) -> None:
    operation = operation_of(CONTRACT, Request(method, path), api=api)
    assert (operation.id if operation else None) == expected


def _operation(name: str, *parameters: tuple[str, str]) -> dict[str, Any]:
    listed = [
        {"name": one, "in": place, "required": place == "path", "schema": {"type": "string"}}
        for place, one in parameters
    ]
    return {"operationId": name, "parameters": listed, "responses": {"200": {"description": "OK"}}}


SELECTED = contracts.load(
    {
        "openapi": "3.1.0",
        "info": {"title": "Selected", "version": "1"},
        "paths": {
            "/#X-Amz-Target=Table.Get": {"post": _operation("get", ("header", "X-Amz-Target"))},
            "/#X-Amz-Target=Table.List": {"post": _operation("list", ("header", "X-Amz-Target"))},
            "/rest?action=a": {"get": _operation("a")},
            "/rest?action=a&deep": {"get": _operation("deep")},
            "/rest": {"get": _operation("plain")},
            "/items?kind={kind}": {"get": _operation("kind", ("path", "kind"))},
            "/files/{id}#share": {
                "put": _operation("share", ("path", "id")),
                "get": _operation("label", ("path", "id")),
            },
            "/files/{id}": {"put": _operation("update", ("path", "id"))},
        },
    }
)


@pytest.mark.parametrize(
    ("method", "target", "header", "expected"),
    [
        ("POST", "/", "Table.Get", "get"),
        ("POST", "/", "Table.List", "list"),
        ("POST", "/?x=1", "Table.List", "list"),
        ("POST", "/", "Table.Drop", None),
        ("POST", "/", "", None),
        ("POST", "/%23X-Amz-Target=Table.Get", "", "get"),
        ("GET", "/rest?action=a", "", "a"),
        ("HEAD", "/rest?x=&action=a", "", "a"),
        ("GET", "/rest?deep=&action=a", "", "deep"),
        ("GET", "/rest?action=b", "", "plain"),
        ("GET", "/rest", "", "plain"),
        ("GET", "/items?kind=7", "", "kind"),
        ("GET", "/items", "", None),
        ("PUT", "/files/7", "", "update"),
        ("GET", "/files/7", "", "label"),
        ("GET", "/files/7%23share", "", "label"),
    ],
)
def test_operations_of_one_path(method: str, target: str, header: str, expected: str | None) -> None:
    request = Request(method, target, (("x-amz-target", header),) if header else ())
    operation = operation_of(SELECTED, request)
    assert (operation.id if operation else None) == expected


def test_path_values_in_the_query() -> None:
    request = Request("GET", "/items?kind=a%2Fb")
    operation = operation_of(SELECTED, request)
    assert operation is not None
    sent = {one.key: one.value for one in parameters_of(operation, request, SELECTED.tree)}
    assert sent["path:kind"] == "a/b"
    labelled = SELECTED.operation("label")
    assert labelled is not None
    assert [one.value for one in parameters_of(labelled, Request("GET", "/files/7"), SELECTED.tree)] == ["7"]
