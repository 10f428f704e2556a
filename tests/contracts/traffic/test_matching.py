"""Schemas and credentials of affected elements are found in the new document."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.diff.change import AffectedElement, Part
from contracts.traffic.matching import covers, credentials_of, locations_of, operation_of, plain_template

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
    operation = operation_of(CONTRACT, method, path, api=api)
    assert (operation.id if operation else None) == expected
