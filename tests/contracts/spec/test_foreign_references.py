"""What leads out of a document where it is no reference is removed; data and internal references are kept."""

from __future__ import annotations

import copy
from typing import Any

import pytest

import contracts
from contracts.spec.foreign_references import without_foreign_references

URL = "http://canary.invalid/schema.json"
FOREIGN: dict[str, Any] = {"$ref": URL}


def tree(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "x", "version": "1"},
        "paths": {},
        "components": {"schemas": {"A": schema, "B": {"type": "string"}}, **more},
    }


def changed(schema: dict[str, Any], *, with_data: bool = False) -> Any:
    document = tree(schema)
    before = copy.deepcopy(document)
    found = without_foreign_references(document, with_data=with_data)
    assert document == before
    return found["components"]["schemas"]["A"]


@pytest.mark.parametrize(
    "uri", [URL, "//canary.invalid/x", "file:///etc/passwd", "/etc/passwd", "../x.json", "#nowhere"]
)
@pytest.mark.parametrize("keyword", ["unknown", "x-note", "additionalItems", "dependencies"])
def test_references_in_unknown_keywords(uri: str, keyword: str) -> None:
    assert changed({keyword: {"deep": [{"$ref": uri, "type": "string"}]}}) == {keyword: {"deep": [{"type": "string"}]}}


def test_internal_references_are_kept() -> None:
    schema = {"unknown": {"$ref": "#/components/schemas/B"}, "properties": {"a": {"$ref": "#/components/schemas/B"}}}
    assert changed(schema) == schema


def test_data_with_foreign_references_is_removed_as_a_whole() -> None:
    schema = {
        "default": FOREIGN,
        "example": {"a": FOREIGN},
        "examples": [FOREIGN, {"externalValue": URL}, {"name": "x"}],
        "enum": ["x", FOREIGN],
        "const": {"$dynamicRef": URL},
    }
    assert changed(schema) == {"examples": [{"name": "x"}], "enum": ["x"]}
    assert changed(schema, with_data=True) == schema


def test_properties_with_the_names_of_keywords_are_kept() -> None:
    names = ("default", "example", "examples", "enum", "const", "value", "$ref", "$schema", "externalValue")
    schema = {"properties": {name: {"type": "string", "unknown": FOREIGN} for name in names}}
    assert changed(schema) == {"properties": {name: {"type": "string", "unknown": {}} for name in names}}


def test_dialects_and_mappings() -> None:
    schema = {
        "discriminator": {"propertyName": "kind", "mapping": {"a": URL, "b": "#/components/schemas/B", "c": "B"}},
        "x-note": {"$schema": URL},
    }
    assert changed(schema) == {
        "discriminator": {"propertyName": "kind", "mapping": {"b": "#/components/schemas/B", "c": "B"}},
        "x-note": {},
    }


def test_named_examples() -> None:
    document = tree({}, examples={"External": {"externalValue": URL}, "Own": {"value": 1}})
    document["components"]["parameters"] = {
        "P": {
            "name": "p",
            "in": "query",
            "schema": {},
            "examples": {
                "a": {"externalValue": URL},
                "b": {"value": FOREIGN},
                "c": {"$ref": "#/components/examples/External"},
                "d": {"$ref": "#/components/examples/Own"},
                "e": {"value": {"$schema": URL}},
            },
        }
    }
    found = without_foreign_references(document, with_data=False)
    assert found["components"]["parameters"]["P"]["examples"] == {
        "d": {"$ref": "#/components/examples/Own"},
        "e": {"value": {"$schema": URL}},
    }


@pytest.mark.parametrize("keyword", ["definitions", "additionalItems", "dependencies", "unknown", "x-note"])
def test_validators_are_compiled_without_them(keyword: str) -> None:
    schema = {"type": "object", keyword: {"a": FOREIGN, "b": {"$ref": "//canary.invalid/x"}}, "default": FOREIGN}
    contract = contracts.load(tree(schema))
    assert contract.schema("/components/schemas/A").is_valid({})
    assert not contract.schema("/components/schemas/A").is_valid(7)
