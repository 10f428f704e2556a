"""Upgrade schemas to JSON Schema 2020-12, keyword by keyword."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from contracts.spec.load import load_document
from contracts.spec.pointers import walk
from contracts.spec.upgrade import ACCEPTS_NULL, upgrade

DOCUMENTS = Path(__file__).parents[2] / "documents"


def document(components: dict[str, Any], version: str = "3.0.3") -> dict[str, Any]:
    """A document with components."""
    return {"openapi": version, "info": {"title": "Pets", "version": "1"}, "paths": {}, "components": components}


def lifted(schema: Any, version: str = "3.0.3") -> Any:
    """A named schema after the upgrade; it may refer to ``Other``."""
    tree = document({"schemas": {"Pet": schema, "Other": {"type": "object"}}}, version)
    return upgrade(load_document(tree))["components"]["schemas"]["Pet"]


INT32 = {"minimum": -2147483648, "maximum": 2147483647}
OTHER = {"$ref": "#/components/schemas/Other"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # nullable adds null to type
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"nullable": True}, {}),
        ({"nullable": True, "minLength": 1}, {"minLength": 1}),
        # enum must list null
        (
            {"type": "string", "nullable": True, "enum": ["a"]},
            {"type": ["string", "null"], "enum": ["a"], ACCEPTS_NULL: True},
        ),
        ({"type": "string", "nullable": True, "enum": ["a", None]}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"nullable": True, "enum": ["a"]}, {"enum": ["a"], ACCEPTS_NULL: True}),
        # other keywords still forbid null
        ({"nullable": True, "allOf": [OTHER]}, {"allOf": [OTHER], ACCEPTS_NULL: True}),
        (
            {"type": "object", "nullable": True, "allOf": [OTHER]},
            {"type": ["object", "null"], "allOf": [OTHER], ACCEPTS_NULL: True},
        ),
        (
            {"nullable": True, "oneOf": [OTHER, {"type": "string"}]},
            {"oneOf": [OTHER, {"type": "string"}], ACCEPTS_NULL: True},
        ),
        # siblings of references are ignored
        ({**OTHER, "nullable": True, "description": "x", "example": {}}, OTHER),
        # bounds
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
        ({"exclusiveMinimum": True}, {}),
        ({"maximum": 1.5, "exclusiveMaximum": True}, {"exclusiveMaximum": 1.5}),
        ({"maximum": 1, "exclusiveMaximum": False, "minimum": 0}, {"maximum": 1, "minimum": 0}),
        # examples
        ({"type": "string", "example": "a"}, {"type": "string", "examples": ["a"]}),
        ({"example": {"nullable": True}}, {"examples": [{"nullable": True}]}),
        ({"example": None}, {"examples": [None]}),
        # bytes
        (
            {"type": "string", "format": "byte", "maxLength": 8},
            {"type": "string", "format": "byte", "contentEncoding": "base64", "maxLength": 8},
        ),
        (
            {"type": "string", "format": "binary"},
            {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"},
        ),
        ({"type": "string", "format": "uuid"}, {"type": "string", "format": "uuid"}),
        # integer formats become bounds
        ({"type": "integer", "format": "int32"}, {"type": "integer", "format": "int32", **INT32}),
        (
            {"type": "integer", "format": "int32", "minimum": 1},
            {"type": "integer", "format": "int32", **INT32, "minimum": 1},
        ),
        ({"type": "string", "format": "int32"}, {"type": "string", "format": "int32"}),
        # subschemas
        (
            {
                "properties": {"nullable": {"type": "string", "nullable": True}},
                "items": {"nullable": True, "type": "integer"},
            },
            {"properties": {"nullable": {"type": ["string", "null"]}}, "items": {"type": ["integer", "null"]}},
        ),
        (
            {"additionalProperties": {"not": {"anyOf": [{"type": "string", "nullable": True}]}}},
            {"additionalProperties": {"not": {"anyOf": [{"type": ["string", "null"]}]}}},
        ),
        # data
        (
            {
                "enum": [{"nullable": True, "type": "x"}],
                "default": {"example": 1},
                "x-a": {"nullable": True, "type": "x"},
            },
            {
                "enum": [{"nullable": True, "type": "x"}],
                "default": {"example": 1},
                "x-a": {"nullable": True, "type": "x"},
            },
        ),
    ],
)
def test_3_0_schema(old, new):
    assert lifted(old) == new
    Draft202012Validator({**new, "components": {"schemas": {"Other": {}}}})


@pytest.mark.parametrize(
    ("schema", "value", "is_valid"),
    [
        ({"type": "string", "nullable": True}, None, True),
        ({"type": "string", "nullable": True, "enum": ["a"]}, None, False),
        ({"type": "string", "nullable": True, "enum": ["a", None]}, None, True),
        ({"type": "number", "minimum": 1, "exclusiveMinimum": True}, 1, False),
        ({"type": "number", "minimum": 1, "exclusiveMinimum": False}, 1, True),
        ({"type": "number", "maximum": 1, "exclusiveMaximum": True}, 0.5, True),
    ],
)
def test_3_0_schema_accepts_what_it_accepted(schema, value, is_valid):
    assert Draft202012Validator(lifted(schema)).is_valid(value) is is_valid


def test_schemas_are_upgraded_everywhere():
    old, new = {"type": "string", "nullable": True}, {"type": ["string", "null"]}
    content = {"application/json": {"schema": old, "encoding": {"a": {"headers": {"X-A": {"schema": old}}}}}}
    operation = {
        "parameters": [{"name": "a", "in": "query", "schema": old}, {"name": "b", "in": "query", "content": content}],
        "requestBody": {"content": content},
        "responses": {"200": {"description": "Fine", "headers": {"X-A": {"schema": old}}, "content": content}},
        "callbacks": {"seen": {"{$request.body#/url}": {"post": {"responses": {"200": {"description": ""}}}}}},
    }
    operation["callbacks"]["seen"]["{$request.body#/url}"]["post"]["requestBody"] = {"content": content}
    tree = document(
        {"parameters": {"p": {"name": "p", "in": "header", "schema": old}}, "headers": {"h": {"schema": old}}}
    )
    tree["paths"] = {"/pets": {"get": operation}}
    loaded = load_document(tree)
    before = repr(loaded.tree)
    upgraded = upgrade(loaded)
    assert repr(old) not in repr(upgraded)
    assert repr(upgraded).count(repr(new)) == before.count(repr(old)) == 12
    assert repr(loaded.tree) == before


def test_examples_are_not_changed():
    example = {"nullable": True, "type": "string", "example": 1, "schema": {"nullable": True, "type": "string"}}
    tree = document({"examples": {"one": {"value": example}}})
    media = {"schema": {"type": "object"}, "example": example}
    tree["paths"] = {
        "/pets": {"get": {"responses": {"200": {"description": "Fine", "content": {"application/json": media}}}}}
    }
    upgraded = upgrade(load_document(tree))
    assert walk(upgraded, "/components/examples/one/value") == example
    assert walk(upgraded, "/paths/~1pets/get/responses/200/content/application~1json/example") == example


def test_parts_of_other_files_are_upgraded_by_use(tmp_path):
    (tmp_path / "pets.yaml").write_text(
        "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {}\ncomponents:\n"
        "  schemas: {A: {$ref: 'more.yaml#/a'}, B: {$ref: 'more.yaml#/a'}, C: {$ref: 'more.yaml#/a/properties/b'}}\n"
        "  parameters: {p: {$ref: 'more.yaml#/p'}}\n"
    )
    (tmp_path / "more.yaml").write_text(
        "a: {type: object, nullable: true, properties: {b: {type: number, minimum: 1, exclusiveMinimum: true}}}\n"
        "p: {name: p, in: query, schema: {type: string, nullable: true}, example: {nullable: true, type: x}}\n"
        "unused: {type: string, nullable: true}\n"
    )
    document = load_document(tmp_path / "pets.yaml")
    assert upgrade(document)["x-external"]["more.yaml"] == {
        "a": {"type": ["object", "null"], "properties": {"b": {"type": "number", "exclusiveMinimum": 1}}},
        "p": {
            "name": "p",
            "in": "query",
            "schema": {"type": ["string", "null"]},
            "example": {"nullable": True, "type": "x"},
        },
        "unused": {"type": "string", "nullable": True},
    }


def test_other_references_are_kept():
    tree = document({"responses": {"A": {"$ref": "#/components/responses/B"}, "B": {"description": "B"}}})
    assert upgrade(load_document(tree))["components"]["responses"]["A"] == {"$ref": "#/components/responses/B"}


@pytest.mark.parametrize("name", ["petstore-3.0.yaml", "petstore-3.1.yaml"])
def test_upgraded_document_is_valid_3_1(name):
    upgraded = upgrade(load_document(DOCUMENTS / name))
    assert upgraded["openapi"].startswith("3.1.")
    again = load_document(upgraded)
    assert again.findings == ()
    assert upgrade(again) == upgraded


@pytest.mark.parametrize("name", ["petstore-3.0.yaml", "petstore-3.1.yaml"])
def test_document_tree_is_not_modified(name):
    document = load_document(DOCUMENTS / name)
    before = copy.deepcopy(document.tree)
    upgrade(document)
    assert document.tree == before


def test_what_is_not_changed_is_shared():
    """The tree of a large document takes most of the memory."""
    document = load_document(DOCUMENTS / "petstore-3.0.yaml")
    upgraded = upgrade(document)
    assert upgraded["info"] is document.tree["info"]
    assert upgraded["components"]["schemas"] is not document.tree["components"]["schemas"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": ["string", "null"]}, {"type": ["string", "null"]}),
        ({**OTHER, "description": "A friend"}, {**OTHER, "description": "A friend"}),
        ({"example": 1}, {"examples": [1]}),
        ({"example": 1, "examples": [2]}, {"examples": [2]}),
        ({"nullable": True, "type": "string"}, {"nullable": True, "type": "string"}),
        ({"$id": "https://example.com/pet", "$anchor": "pet", "type": "string"}, {"type": "string"}),
        ({"$schema": "https://json-schema.org/draft/2020-12/schema"}, {}),
        (
            {"$dynamicAnchor": "node", "properties": {"next": {"$dynamicRef": "#node"}}},
            {"properties": {"next": {"$ref": "#/components/schemas/Pet"}}},
        ),
        (
            {"$dynamicAnchor": "node", "items": {**OTHER, "$dynamicRef": "#node", "allOf": [{}]}},
            {"items": {**OTHER, "allOf": [{}, {"$ref": "#/components/schemas/Pet"}]}},
        ),
        ({"prefixItems": [{"example": 1}], "items": False}, {"prefixItems": [{"examples": [1]}], "items": False}),
        ({"enum": [{"$id": "a", "example": 1}]}, {"enum": [{"$id": "a", "example": 1}]}),
    ],
)
def test_3_1_schema(old, new):
    assert lifted(old, "3.1.0") == new


def test_examples_that_refer_to_each_other_do_not_contain_themselves():
    references = {name: {"$ref": f"#/components/schemas/{name}"} for name in ("A", "B")}
    schemas = {"A": {"type": "object", "example": references["B"]}, "B": {"type": "object", "example": references["A"]}}
    upgraded = upgrade(load_document(document({"schemas": schemas})))["components"]["schemas"]
    for name, example in upgraded.items():
        assert example["examples"] == [{"type": "object", "examples": [references[name]]}]
