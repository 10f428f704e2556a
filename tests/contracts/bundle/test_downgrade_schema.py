"""Downgraded schemas accept the same values, unless a loss is reported."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from contracts.bundle.bundle import BundleOptions, bundle_document
from contracts.findings import Severity
from contracts.spec.load import load_document
from contracts.spec.upgrade import upgrade

NAMES = st.sampled_from(["a", "b"])
SCALARS = st.sampled_from([None, True, False, 0, 1, 2, 1.5, "", "a", "bb"])
VALUES = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), below, max_size=3),
    max_leaves=5,
)
TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"]


def schemas_of(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    named = st.dictionaries(NAMES, below, min_size=1, max_size=2)
    some = st.lists(below, min_size=1, max_size=2)
    keywords = {
        "type": st.sampled_from(TYPES) | st.lists(st.sampled_from(TYPES), min_size=1, max_size=7, unique=True),
        "const": VALUES,
        "enum": st.lists(SCALARS, min_size=1, max_size=3, unique_by=repr),
        "minimum": st.integers(0, 2),
        "maximum": st.integers(0, 2),
        "exclusiveMinimum": st.integers(0, 2),
        "exclusiveMaximum": st.integers(0, 2),
        "minLength": st.just(1),
        "maxItems": st.just(1),
        "required": st.lists(NAMES, max_size=2, unique=True),
        "properties": named,
        "additionalProperties": below,
        "items": below,
        "contains": below,
        "minContains": st.integers(0, 1),
        "not": below,
        "allOf": some,
        "anyOf": some,
        "oneOf": some,
        "if": below,
        "then": below,
        "else": below,
        "dependentRequired": st.dictionaries(NAMES, st.lists(NAMES, max_size=1), min_size=1, max_size=2),
        "dependentSchemas": named,
        "$ref": st.sampled_from(["#/components/schemas/Node", "#/components/schemas/Node/$defs/Inner"]),
        "description": st.just("text"),
        "examples": st.just([1]),
        "nullable": st.booleans(),
    }
    return st.lists(st.sampled_from(sorted(keywords)), max_size=4, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({keyword: keywords[keyword] for keyword in chosen})
    )


SCHEMAS = st.recursive(st.booleans() | st.just({}), schemas_of, max_leaves=6)


def document(schema: Any, version: str = "3.1.0") -> dict[str, Any]:
    """Return a document with a schema under test and a recursive one."""
    node = {
        "type": "object",
        "properties": {"a": {"$ref": "#/components/schemas/Node"}},
        "$defs": {"Inner": {"type": ["string", "null"]}},
    }
    schemas = {"Node": node, "Tested": schema}
    return {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }


def validator(tree: dict[str, Any]) -> Draft202012Validator:
    """Return a validator of the schema under test for its OpenAPI version."""
    upgraded = upgrade(load_document(tree))
    return Draft202012Validator({**upgraded, "$ref": "#/components/schemas/Tested"})


def downgraded(schema: Any) -> tuple[dict[str, Any], list[str]]:
    """Return the document in 3.0 and the keywords of losses."""
    bundled = bundle_document(load_document(document(deepcopy(schema))), BundleOptions(version="3.0"))
    return bundled.tree, [finding.message.partition(":")[0] for finding in bundled.findings]


def in_3_1(schema: Any) -> Draft202012Validator:
    # Like 3.1, a 2020-12 validator ignores 'nullable'.
    return Draft202012Validator({**document(schema), "$ref": "#/components/schemas/Tested"})


@settings(max_examples=300)
@given(SCHEMAS, st.lists(VALUES, min_size=1, max_size=8))
@example({"type": ["string", "null"], "enum": ["a"]}, [None, "a"])
@example({"if": {"type": "null"}, "then": False, "else": {"const": 1}}, [None, 1, 1.0, True])
def test_lossless_downgrades_are_equivalent(schema: Any, values: list[Any]) -> None:
    tree, lost = downgraded(schema)
    assert lost == []
    before, after = in_3_1(schema), validator(tree)
    for value in values:
        assert before.is_valid(value) == after.is_valid(value), (value, tree["components"]["schemas"]["Tested"])


LOSSY = {
    "prefixItems": st.lists(SCHEMAS, min_size=1, max_size=2),
    "patternProperties": st.dictionaries(st.sampled_from(["^a", "c$", ""]), SCHEMAS, min_size=1, max_size=2),
    "propertyNames": st.sampled_from([{"pattern": "a"}, True]),
    "unevaluatedProperties": SCHEMAS,
    "unevaluatedItems": SCHEMAS,
    "maxContains": st.integers(1, 2),
}


@settings(max_examples=300)
@given(
    schemas_of(SCHEMAS),
    st.lists(st.sampled_from(sorted(LOSSY)), min_size=1, max_size=2, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({keyword: LOSSY[keyword] for keyword in chosen})
    ),
    st.lists(VALUES, min_size=1, max_size=8),
)
@example({"items": False}, {"prefixItems": [{"type": "string"}]}, [["a"], ["a", "a"], []])
@example({"additionalProperties": False}, {"patternProperties": {"^a": {"type": "string"}}}, [{"a": "x"}, {"b": 1}])
def test_lossy_downgrades_accept_more_and_are_reported(schema: Any, more: dict[str, Any], values: list[Any]) -> None:
    schema = {**schema, **more}
    tree, lost = downgraded(schema)
    before, after = in_3_1(schema), validator(tree)
    for value in values:
        if lost:
            assert after.is_valid(value) or not before.is_valid(value), tree["components"]["schemas"]["Tested"]
        else:
            assert before.is_valid(value) == after.is_valid(value), tree["components"]["schemas"]["Tested"]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": ["string", "null"]}, {"type": "string", "nullable": True}),
        ({"type": ["string", "integer"], "x-a": 1}, {"anyOf": [{"type": "string"}, {"type": "integer"}], "x-a": 1}),
        ({"const": 1}, {"enum": [1]}),
        ({"exclusiveMinimum": 1, "minimum": 0}, {"exclusiveMinimum": True, "minimum": 1}),
        ({"minimum": 2, "exclusiveMinimum": 1}, {"minimum": 2}),
        ({"type": "string", "contentEncoding": "base64"}, {"type": "string", "format": "byte"}),
        ({"contentMediaType": "application/octet-stream"}, {"format": "binary"}),
        (
            {"$ref": "#/components/schemas/Node", "description": "x"},
            {"description": "x", "allOf": [{"$ref": "#/components/schemas/Node"}]},
        ),
        (
            {"items": {"$ref": "#/components/schemas/Node/$defs/Inner"}},
            {"items": {"$ref": "#/components/schemas/Inner"}},
        ),
        ({"properties": {"if": True, "a": False}}, {"properties": {"if": {}, "a": {"not": {}}}}),
        ({"patternProperties": {"": {"type": "null"}}}, {"additionalProperties": {"nullable": True, "enum": [None]}}),
        ({"unevaluatedProperties": False}, {"additionalProperties": False}),
        ({"type": "array"}, {"type": "array", "items": {}}),
        (True, {}),
    ],
)
def test_downgraded_schemas(schema: Any, expected: dict[str, Any]) -> None:
    tree, lost = downgraded(schema)
    assert (tree["components"]["schemas"]["Tested"], lost) == (expected, [])


@pytest.mark.parametrize(
    ("schema", "keyword", "severity"),
    [
        ({"prefixItems": [{}]}, "prefixItems", Severity.ERROR),
        ({"allOf": [{}], "unevaluatedProperties": False}, "unevaluatedProperties", Severity.ERROR),
        ({"$dynamicRef": "#/components/schemas/Node"}, "$dynamicRef", Severity.ERROR),
        ({"contains": {}, "minContains": 2}, "contains", Severity.ERROR),
        ({"propertyNames": {"maxLength": 2}}, "propertyNames", Severity.ERROR),
        ({"examples": [1, 2]}, "examples", Severity.WARNING),
        ({"contentEncoding": "base32"}, "contentEncoding", Severity.WARNING),
        ({"contentMediaType": "text/csv"}, "contentMediaType", Severity.WARNING),
        ({"contentSchema": {"type": "string"}}, "contentSchema", Severity.WARNING),
        ({"ours": 1}, "ours", Severity.WARNING),
    ],
)
def test_losses_have_a_location(schema: Any, keyword: str, severity: Severity) -> None:
    found = bundle_document(load_document(document(schema)), BundleOptions(version="3.0")).findings
    assert [(finding.severity, finding.message.partition(":")[0]) for finding in found] == [(severity, keyword)]
    assert found[0].location.pointer == f"/components/schemas/Tested/{keyword}"
