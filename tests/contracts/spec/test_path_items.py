"""Path items that have ``$ref`` and other fields."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.spec.load import read_document

OK: dict[str, Any] = {"responses": {"200": {"description": "fine"}}}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def document(version: str, item: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    return {
        "openapi": version,
        "info": {"title": "Shelves", "version": "1"},
        "paths": {"/shelves/{id}": item, "/shared": shared},
    }


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_fields_of_both_count(version: str) -> None:
    item = {"$ref": "#/paths/~1shared", "post": {**OK, "operationId": "addShelf"}, "parameters": [ID]}
    tree = document(version, item, {"get": OK})
    assert read_document(tree).findings == ()
    contract = contracts.load(tree)
    found = {f"{one.method} {one.path}": [part.name for part in one.parameters] for one in contract.operations}
    assert found == {"GET /shelves/{id}": ["id"], "POST /shelves/{id}": ["id"], "GET /shared": []}


def test_fields_beside_the_reference_override_its_target() -> None:
    item = {
        "$ref": "#/paths/~1shared",
        "get": {**OK, "operationId": "own"},
        "parameters": [{**ID, "schema": {"type": "integer"}}],
    }
    shared = {"get": {**OK, "operationId": "shared"}, "put": OK, "parameters": [{"$ref": "#/components/parameters/Id"}]}
    tree = {**document("3.1.0", item, {}), "components": {"parameters": {"Id": ID}, "pathItems": {"Shared": shared}}}
    tree["paths"] = {"/shelves/{id}": {**item, "$ref": "#/components/pathItems/Shared"}}
    contract = contracts.load(tree)
    assert [one.id for one in contract.operations] == ["own", "put_shelves_id"]
    for operation in contract.operations:
        (parameter,) = operation.parameters
        assert parameter.schema is not None
        assert parameter.schema.node == {"type": "integer"}


def test_errors_beside_the_reference_are_found() -> None:
    item = {"$ref": "#/paths/~1shared", "post": {**OK, "security": [{"nobody": []}]}, "parameters": [ID]}
    (finding,) = read_document(document("3.0.3", item, {"get": OK})).findings
    assert (finding.rule, finding.location.pointer) == (
        "unknown-security-scheme",
        "/paths/~1shelves~1{id}/post/security/0/nobody",
    )


def test_keys_beside_a_reference_to_a_response_are_ignored() -> None:
    response = {"$ref": "#/components/responses/Fine", "headers": {"X-A": {"schema": {}}}}
    tree = document("3.1.0", {"get": {"responses": {"200": response}}, "parameters": [ID]}, {})
    tree["components"] = {"responses": {"Fine": {"description": "fine"}}}
    assert read_document(tree).findings == ()


@pytest.mark.parametrize(("key", "is_valid"), [("server", True), ("body", False)])
def test_a_link_has_a_server(key: str, is_valid: bool) -> None:
    link = {"operationId": "getShared", key: {"url": "https://shelves.example"}}
    shared = {"get": {"operationId": "getShared", "responses": {"200": {"description": "fine", "links": {"a": link}}}}}
    tree = document("3.1.0", {"get": OK, "parameters": [ID]}, shared)
    assert (read_document(tree).findings == ()) is is_valid
