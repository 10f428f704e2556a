"""Schemas of all versions become JSON Schemas that mean what the author of the document means."""

from __future__ import annotations

import pytest

from benchmarks.corpus.formats import format_checker
from benchmarks.corpus.judge import Validator
from benchmarks.corpus.schemas import SchemaConverter, resolve

CHECKER = format_checker()


def is_valid(schema, value, version="3.0.3", **components):
    key = "swagger" if version == "2.0" else "openapi"
    tree = {key: version, "components": {"schemas": components}}
    return Validator(SchemaConverter(tree).convert(schema), format_checker=CHECKER).is_valid(value)


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


@pytest.mark.parametrize(
    ("schema", "valid", "invalid"),
    [
        ({"type": "string", "nullable": True}, None, 1),
        ({"type": "string", "nullable": True, "enum": ["a"]}, None, "b"),
        ({"type": "string"}, "a", None),
        ({"type": "string", "x-nullable": True}, None, 1),
        ({"nullable": True, "allOf": [{"type": "object"}]}, None, 1),
        ({"type": "integer", "minimum": 3, "exclusiveMinimum": True}, 4, 3),
        ({"type": "integer", "maximum": 3, "exclusiveMaximum": True}, 2, 3),
        ({"type": "integer", "maximum": 3, "exclusiveMaximum": False}, 3, 4),
        ({"multipleOf": 0.01}, 0.07, 0.075),
        ({"type": "array", "items": {"type": "string"}, "minItems": 1}, ["a"], [1]),
        ({"additionalProperties": {"type": "integer"}}, {"a": 1}, {"a": "b"}),
        ({"not": {"type": "string"}}, 1, "a"),
        ({"oneOf": [{"type": "integer"}, {"minimum": 3}]}, 1, 4),
        ({"type": "string", "format": "uuid"}, "04fc0172-1943-4c38-8e0f-36935e05b8dd", "04fc"),
        ({"type": "integer", "format": "int32"}, 2**31 - 1, 2**31),
    ],
)
def test_keywords(schema, valid, invalid):
    assert is_valid(schema, valid)
    assert not is_valid(schema, invalid)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "File"},
        {"type": "string", "pattern": "(?<"},
        {"type": "string", "minLength": "9"},
        {"required": True},
        {"properties": []},
        {"enum": []},
        {"multipleOf": 0},
        {"$ref": "#/components/schemas/Missing"},
        {"$ref": "other.yaml#/a"},
        {"nullable": "yes", "type": ["string"]},
        {"const": 5},  # not a keyword of 3.0
    ],
)
def test_unusable_keywords_are_ignored(schema):
    assert is_valid(schema, "a")


def test_ignored_keywords_are_listed():
    converter = SchemaConverter({"openapi": "3.0.0"})
    converter.convert({"pattern": "(?<", "items": {"$ref": "#/nowhere"}})
    assert converter.ignored == {"pattern (?<", "$ref #/nowhere"}


def test_enum_of_another_type():
    schema = {"type": "integer", "enum": ["1", "2"]}
    assert is_valid(schema, "1")
    assert is_valid(schema, 3)
    assert not is_valid(schema, "3")


def test_keywords_beside_a_reference():
    schema = {**ref("A"), "maxLength": 2}
    assert is_valid(schema, "abc", A={"type": "string"})
    assert not is_valid(schema, "abc", "3.1.0", A={"type": "string"})
    assert is_valid({**ref("A"), "nullable": True}, None, A={"type": "string"})


def test_recursive_reference():
    tree = {"type": "object", "required": ["name"], "properties": {"below": ref("Tree")}}
    assert is_valid(ref("Tree"), {"name": "a", "below": {"name": "b"}}, Tree=tree)
    assert not is_valid(ref("Tree"), {"name": "a", "below": {}}, Tree=tree)


@pytest.mark.parametrize(
    "schema",
    [
        {"required": ["a"], "properties": {"a": {"writeOnly": True}}},
        {"required": ["a"], "properties": {"a": ref("Secret")}},
        {"required": ["a"], "properties": {"a": {"allOf": [ref("Secret"), {"writeOnly": True}]}}},
        {"required": ["a"], "allOf": [{"properties": {"a": ref("Secret")}}]},
    ],
)
def test_properties_that_are_write_only_are_not_required(schema):
    assert is_valid(schema, {}, Secret={"type": "string", "writeOnly": True})


def test_properties_that_are_read_only_are_required():
    assert not is_valid({"required": ["a"], "properties": {"a": {"readOnly": True}}}, {})


@pytest.mark.parametrize(
    ("value", "valid"), [({"a": 1}, True), ({"a": 1, "b": 1, "c": 1}, True), ({"d": 1}, False), ({"a": "x"}, False)]
)
@pytest.mark.parametrize("closed", ["Base", "Top", "both"])
def test_all_of_with_closed_branches(closed, value, valid):
    base = {"properties": {"a": {"type": "integer"}}, "additionalProperties": closed == "Top"}
    top = {"allOf": [ref("Base"), {"properties": {"b": {}}}], "properties": {"c": {}}}
    if closed != "Base":
        top["additionalProperties"] = False
    assert is_valid(ref("Top"), value, Base=base, Top=top) is valid


def test_closed_schema_alone():
    assert not is_valid(ref("Base"), {"b": 1}, Base={"properties": {"a": {}}, "additionalProperties": False})


CAT = {"type": "object", "required": ["kind"], "properties": {"lives": {"type": "integer"}}}
DOG = {"type": "object", "required": ["kind", "bark"]}


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ({"kind": "cat", "lives": 9}, True),
        ({"kind": "cat", "bark": 1}, True),  # also valid for Dog, but it is a cat
        ({"kind": "Dog"}, False),
        ({"kind": "Dog", "bark": 1}, True),
        ({"kind": "cat", "lives": "x", "bark": 1}, False),
        ({}, False),
    ],
)
def test_discriminator(value, valid):
    mapping = {"cat": "#/components/schemas/Cat"}
    schema = {
        "oneOf": [ref("Cat"), ref("Dog")],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    assert is_valid(schema, value, Cat=CAT, Dog=DOG) is valid


@pytest.mark.parametrize(
    ("schema", "valid", "invalid"),
    [
        ({"type": ["string", "null"]}, None, 1),
        ({"const": 5}, 5, 6),
        ({"exclusiveMinimum": 3}, 4, 3),
        ({"prefixItems": [{"type": "string"}], "items": False}, ["a"], ["a", "b"]),
        ({"contains": {"const": 1}, "maxContains": 1}, [1], [1, 1]),
        ({"patternProperties": {"^a": {"type": "string"}}}, {"ab": "c"}, {"ab": 1}),
        ({"dependentRequired": {"a": ["b"]}}, {"b": 1}, {"a": 1}),
        ({"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {}, {"a": 1}),
        ({"properties": {"a": True}, "unevaluatedProperties": False}, {"a": 1}, {"b": 1}),
        ({"type": "string", "nullable": True}, "a", None),  # not a keyword of 3.1
    ],
)
def test_version_31(schema, valid, invalid):
    assert is_valid(schema, valid, "3.1.0")
    assert not is_valid(schema, invalid, "3.1.0")


def test_resolve():
    tree = {"paths": {"/a b": {"get": [1, 2]}}}
    assert resolve(tree, "#/paths/~1a%20b/get/1") == 2
    assert resolve(tree, "#") == tree
    for reference in ("other.json#/paths", "#paths", "#/missing"):
        with pytest.raises(LookupError):
            resolve(tree, reference)


@pytest.mark.parametrize(
    ("name", "valid", "invalid"),
    [
        ("date-time", "2026-11-30T12:00:00.5+01:00", "2026-02-30T12:00:00Z"),
        ("date-time", "2026-11-30t12:00:00z", "2026-11-30 12:00:00"),
        ("date", "2026-11-30", "2026-11-31"),
        ("time", "12:00:00Z", "12:00"),
        ("duration", "P1DT2H", "P"),
        ("duration", "P3W", "PT"),
        ("email", "a.b+c@example.com", "a..b@example.com"),
        ("email", "a@b", "a@"),
        ("hostname", "a-b.example.com", "a_b"),
        ("ipv4", "192.0.2.1", "192.0.2"),
        ("ipv6", "::1", ":1"),
        ("uri", "https://example.com/a%20b", "https://example.com/a b"),
        ("uri", "urn:a:b", "/a"),
        ("uri-reference", "/a", "a\\b"),
        ("byte", "YWJj\r\nYWJj", "a?"),
        ("int64", 2**63 - 1, 2**63),
    ],
)
def test_formats(name, valid, invalid):
    assert CHECKER.conforms(valid, name)
    assert not CHECKER.conforms(invalid, name)


@pytest.mark.parametrize("name", ["date-time", "uuid", "byte", "int32", "shoe-size"])
def test_formats_of_other_types(name):
    assert CHECKER.conforms(None, name)
    assert CHECKER.conforms(True, name)
