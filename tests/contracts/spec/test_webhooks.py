"""The webhooks and callbacks of a document."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.errors import DocumentError
from contracts.spec.webhooks import MAX_CALLBACKS, Webhooks, callbacks_of

OK = {"200": {"description": "fine"}}
EVENT = {"requestBody": {"content": {"application/json": {"schema": {"type": "integer"}}}}, "responses": OK}


def webhooks(**parts: Any) -> Webhooks:
    paths = {"/x": {"get": {"operationId": "getX", "responses": OK}}}
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths, **parts}
    return Webhooks(contracts.load(tree))


def test_operation_of_a_webhook() -> None:
    found = webhooks(
        webhooks={
            "w": {
                "parameters": [{"name": "X-A", "in": "header", "schema": {"type": "string"}}],
                "get": {"responses": OK},
                "post": {**EVENT, "parameters": [{"name": "x-a", "in": "header", "required": True, "schema": {}}]},
            }
        }
    ).get("w")
    assert found is not None
    operation = found.operation
    assert (found.name, found.is_callback, operation.method, operation.pointer) == (
        "w",
        False,
        "POST",
        "/webhooks/w/post",
    )
    assert [(one.name, one.required) for one in operation.parameters] == [("x-a", True)]
    assert operation.request_body is not None
    assert operation.request_body.content[0].schema is not None
    assert operation.response(200) is not None


def test_names() -> None:
    callbacks = {"onA": {"$request.body#/u": {"post": EVENT}}, "w": {"$ref": "#/components/callbacks/B"}}
    found = webhooks(
        webhooks={"w": {"post": EVENT}, "x-note": {"summary": "no webhook"}, "empty": {"summary": "no operation"}},
        components={"callbacks": {"B": {"$url": {"put": EVENT}}}},
        paths={"/x": {"post": {"operationId": "postX", "responses": OK, "callbacks": callbacks}}},
    )
    assert found.names == ("w", "postX.onA", "postX.w")
    by_name = {name: found.get(name) for name in ("w", "onA", "postX.onA", "postX.w", "x-note", "empty", "nothing")}
    assert [one and (one.name, one.operation.method, one.expression) for one in by_name.values()] == [
        ("w", "POST", ""),
        ("postX.onA", "POST", "$request.body#/u"),
        ("postX.onA", "POST", "$request.body#/u"),
        ("postX.w", "PUT", "$url"),
        None,
        None,
        None,
    ]


def test_the_extension_of_openapi_3_0() -> None:
    nullable = {"type": "string", "nullable": True}
    body = {"content": {"application/json": {"schema": nullable}}}
    found = webhooks(
        openapi="3.0.3",
        **{"x-webhooks": {"w": {"{$request.body#/url}": {"post": {"requestBody": body, "responses": OK}}}}},
    ).get("w")
    assert found is not None
    assert found.operation.request_body is not None
    schema = found.operation.request_body.content[0].schema
    assert schema is not None
    assert schema.is_valid("text")


@pytest.mark.parametrize(
    "operation",
    [
        {"parameters": 5},
        {"parameters": [{"in": "query"}]},
        {"requestBody": "no"},
        {"responses": ["no"]},
        {"responses": {"200": 5}},
    ],
)
def test_an_invalid_extension(operation: dict[str, Any]) -> None:
    found = webhooks(openapi="3.0.3", **{"x-webhooks": {"w": {"post": operation}}})
    with pytest.raises(DocumentError, match="'w' has no valid operation"):
        found.get("w")


def test_callbacks_of_an_operation() -> None:
    many = {f"on{number}": {"$url": {"post": EVENT, "get": {"responses": OK}}} for number in range(MAX_CALLBACKS)}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/x": {"get": {"responses": OK}, "post": {"responses": OK, "callbacks": many}}},
    }
    contract = contracts.load(tree)
    assert callbacks_of(contract, contract.operations[0]) == ()
    found = callbacks_of(contract, contract.operations[1])
    assert [(one.name, one.operation.method) for one in found[:3]] == [
        ("post_x.on0", "POST"),
        ("post_x.on0", "GET"),
        ("post_x.on1", "POST"),
    ]
    assert len(found) == MAX_CALLBACKS
