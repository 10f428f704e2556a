"""Requests are matched to operations."""

from __future__ import annotations

import pytest

import contracts
from contracts.traffic.matching import operation_of

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
