"""Structural checks; findings of broken documents are in ``tests/documents/broken``."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.errors import DocumentError
from contracts.findings import Finding
from contracts.spec.load import load_document
from contracts.spec.pointers import child_pointer, walk
from contracts.spec.structure import check_structure
from contracts.spec.upgrade import upgrade

DOCUMENTS = Path(__file__).parents[2] / "documents"

NEW = {
    "openapi": "3.2.0",
    "$self": "https://example.com/pets",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets": {
            "query": {
                "parameters": [{"name": "q", "in": "querystring", "content": {"application/json": {"schema": {}}}}],
                "responses": {"200": {"content": {"application/jsonl": {"$ref": "#/components/mediaTypes/Lines"}}}},
            },
            "additionalOperations": {"LINK": {"responses": {"204": {"summary": "Linked"}}}},
        }
    },
    "components": {
        "mediaTypes": {"Lines": {"itemSchema": {"$ref": "#/components/schemas/Pet"}}},
        "schemas": {"Pet": {"type": "object", "properties": {"name": {"type": "string"}}}},
    },
}


def messages(tree: dict[str, Any]) -> list[str]:
    """Pointer and message of the findings of a mapping."""
    with pytest.raises(DocumentError) as refused:
        load_document(tree)
    return [f"{finding.location.pointer}: {finding.message}" for finding in refused.value.findings]


def with_schema(schema: Any, version: str = "3.1.0") -> dict[str, Any]:
    """A document with one schema."""
    info = {"title": "Pets", "version": "1"}
    return {"openapi": version, "info": info, "paths": {}, "components": {"schemas": {"Pet": schema}}}


@pytest.mark.parametrize("name", ["petstore-3.0.yaml", "petstore-3.1.yaml", "../../openapi.yaml"])
def test_valid_document_has_no_findings(name):
    assert check_structure(load_document(DOCUMENTS / name)) == []


def test_new_objects_of_3_2_are_valid():
    assert check_structure(load_document(NEW)) == []


def test_new_objects_of_3_2_are_checked():
    tree = copy.deepcopy(NEW)
    tree["components"]["mediaTypes"]["Lines"]["itemSchema"] = {"type": "objekt"}
    tree["paths"]["/pets"]["query"]["operationid"] = "list"
    assert sorted(messages(tree)) == [
        "/components/mediaTypes/Lines/itemSchema/type: unknown value 'objekt'; did you mean 'object'?",
        "/paths/~1pets/query/operationid: unknown key 'operationid'; did you mean 'operationId'?",
    ]


@pytest.mark.parametrize("version", ["3.0.4", "3.1.1", "3.2.0"])
@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"items": {"type": "nope"}}, "/items/type"),
        ({"properties": {"a": {"additionalProperties": {"type": "nope"}}}}, "/properties/a/additionalProperties/type"),
        ({"allOf": [{}, {"anyOf": [{"not": {"type": "nope"}}]}]}, "/allOf/1/anyOf/0/not/type"),
    ],
)
def test_nested_invalid_keyword_is_located(version, schema, pointer):
    assert messages(with_schema(schema, version)) == [f"/components/schemas/Pet{pointer}: unknown value 'nope'"]


def test_invalid_type_in_list_of_types():
    assert messages(with_schema({"type": ["string", "nul"]})) == [
        "/components/schemas/Pet/type/1: unknown value 'nul'; did you mean 'null'?"
    ]


def test_known_dialects():
    tree = with_schema({"$schema": "https://json-schema.org/draft/2020-12/schema#"})
    tree["jsonSchemaDialect"] = "https://spec.openapis.org/oas/3.1/dialect/base"
    assert check_structure(load_document(tree)) == []


def test_security_schemes_may_be_references():
    tree = with_schema({})
    tree["components"]["securitySchemes"] = {
        "a": {"$ref": "#/components/securitySchemes/b"},
        "b": {"type": "http", "scheme": "bearer"},
    }
    tree["security"] = [{"a": []}, {}]
    assert check_structure(load_document(tree)) == []


def test_path_parameters_in_other_files(tmp_path):
    (tmp_path / "parameters.yaml").write_text(
        "Id: {name: id, in: path, required: true, schema: {}}\nitem:\n  parameters: [{$ref: '#/Id'}]\n  get:\n"
        "    responses: {'204': {description: Gone}}\n"
    )
    (tmp_path / "pets.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\n"
        "paths:\n  /pets/{id}: {$ref: 'parameters.yaml#/item'}\n  /cats/{name}: {$ref: 'parameters.yaml#/item'}\n"
    )
    with pytest.raises(DocumentError) as refused:
        load_document(tmp_path / "pets.yaml")
    assert [(finding.location.pointer, finding.message) for finding in refused.value.findings] == [
        ("/paths/~1cats~1{name}", "path parameter 'name' is not declared"),
        ("/item/parameters/0", "path parameter 'id' does not appear in the path"),
    ]


def test_webhook_names_are_not_path_templates():
    item = {"post": {"parameters": [], "responses": {"200": {"description": "Seen"}}}}
    tree = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "webhooks": {"new{pet}": item}}
    assert check_structure(load_document(tree)) == []


def test_operation_ids_of_webhooks_are_checked():
    operation = {"operationId": "seen", "responses": {"200": {"description": "Seen"}}}
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {"get": operation}},
        "webhooks": {"pet": {"post": operation}},
    }
    assert messages(tree) == [
        "/webhooks/pet/post/operationId: duplicate operationId 'seen', first used at #/paths/~1pets/get/operationId"
    ]


def test_long_values_are_shortened():
    (message,) = messages(with_schema({"type": "x" * 10_000}))
    assert len(message) < 200


# ------------------------------------------------------------------ random documents

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "#", "#/", "#/paths", "x", "$ref", "a.yaml"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["$ref", "type", "schema", "properties", "discriminator", "mapping", "get", "in"]),
            inner,
            max_size=2,
        )
    ),
    max_leaves=5,
)


def errors_of(tree: dict[str, Any]) -> tuple[Finding, ...]:
    """The findings of a rejected document; empty for others."""
    try:
        load_document(tree)
    except DocumentError as error:
        return error.findings
    return ()


def pointers(node: Any, pointer: str = "") -> list[str]:
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [pointer, *(below for token, value in members for below in pointers(value, child_pointer(pointer, token)))]


GOOD = {name: load_document(DOCUMENTS / name).tree for name in ("petstore-3.0.yaml", "petstore-3.1.yaml")} | {
    "new": NEW
}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_random_values_never_raise(data):
    tree = copy.deepcopy(GOOD[data.draw(st.sampled_from(sorted(GOOD)))])
    for _ in range(data.draw(st.integers(1, 3))):
        pointer = data.draw(st.sampled_from([pointer for pointer in pointers(tree) if pointer]))
        parent, token = walk(tree, pointer.rpartition("/")[0]), pointer.rpartition("/")[2]
        key = int(token) if isinstance(parent, list) else token.replace("~1", "/").replace("~0", "~")
        parent[key] = data.draw(JSON)
    findings = errors_of(tree)
    assert all(finding.message and finding.hint for finding in findings)
    if not findings:
        json.dumps(upgrade(load_document(tree)))


@pytest.mark.parametrize("name", ["b#", "c?", "a.b"])
def test_path_parameters_of_3_1_may_have_any_name_without_braces(name):
    parameter = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    operation = {"parameters": [parameter], "responses": {"200": {"description": "Good"}}}
    info = {"title": "Pets", "version": "1"}
    tree = {"openapi": "3.1.0", "info": info, "paths": {f"/pets/{{{name}}}": {"get": operation}}}
    assert load_document(tree).tree["paths"].keys() == {f"/pets/{{{name}}}"}
