"""Schemas in another dialect have one finding about it, and those about their validity in that dialect."""

import pytest

from contracts.spec.load import read_document

DRAFT_4 = "http://json-schema.org/draft-04/schema#"
DRAFT_6 = "http://json-schema.org/draft-06/schema"
DRAFT_7 = "http://json-schema.org/draft-07/schema#"
DRAFT_2019 = "https://json-schema.org/draft/2019-09/schema"
DRAFT_2020 = "https://json-schema.org/draft/2020-12/schema"


def found(schemas, **others):
    info = {"title": "Pets", "version": "1"}
    tree = {"openapi": "3.1.0", "info": info, "components": {"schemas": schemas}, **others}
    findings = read_document(tree).findings
    return sorted((one.rule, one.location.pointer.removeprefix("/components/schemas")) for one in findings)


@pytest.mark.parametrize(
    "schema",
    [
        {"$schema": DRAFT_4, "type": "number", "minimum": 3, "exclusiveMinimum": True},
        {"$schema": DRAFT_6, "examples": [1], "items": [{"type": "string"}]},
        {"$schema": DRAFT_7, "properties": {"a": {"items": [{"type": "string"}], "additionalItems": False}}},
        {"$schema": DRAFT_2019, "items": [True], "$recursiveRef": "#"},
        {"$schema": "https://example.com/dialect", "type": 5},
    ],
)
def test_schemas_that_are_valid_in_their_dialect(schema):
    assert found({"A": schema}) == [("dialect", "/A/$schema")]


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"$schema": DRAFT_4, "exclusiveMinimum": 3, "minimum": 2}, "/A/exclusiveMinimum"),
        ({"$schema": DRAFT_7, "properties": {"a": {"minimum": "x"}}}, "/A/properties/a/minimum"),
        ({"$schema": DRAFT_2019, "allOf": {}}, "/A/allOf"),
    ],
)
def test_schemas_that_are_not_valid_in_their_dialect(schema, pointer):
    assert found({"A": schema}) == [("dialect", "/A/$schema"), ("structure", pointer)]


def test_a_property_in_another_dialect():
    inner = {"$schema": DRAFT_7, "items": [True]}
    schemas = {"A": {"properties": {"a": inner, "b": {"items": [True]}}}, "AB": {"items": [True]}}
    pointers = ["/A/properties/a/$schema", "/A/properties/b/items", "/AB/items"]
    assert found(schemas) == list(zip(["dialect", "structure", "structure"], pointers, strict=True))


def test_the_dialect_of_the_document_is_that_of_schemas_without_their_own():
    schemas = {"A": {"items": [True]}, "B": {"$schema": DRAFT_2020, "items": [True]}, "C": {"maximum": "x"}}
    expected = [("dialect", "/jsonSchemaDialect"), ("structure", "/B/items"), ("structure", "/C/maximum")]
    assert found(schemas, jsonSchemaDialect=DRAFT_7) == expected
