from __future__ import annotations

import pytest

from contracts.errors import GenerationError
from contracts.generation.generate import Generators

TEXT = {"type": "string"}


def test_optional_properties_are_usually_present(values):
    found = values({"type": "object", "properties": {"note": TEXT}}, 400)
    assert 320 < sum("note" in item for item in found) < 399


def test_an_additional_property_does_not_change_others(build, generators):
    tags = {"type": "array", "items": TEXT}
    properties = {"id": TEXT, "title": TEXT, "description": TEXT, "count": {"type": "integer"}, "tags": tags}
    before = generators.compile(build({"type": "object", "properties": properties}))
    after = generators.compile(build({"type": "object", "properties": {"first": TEXT, **properties, "owner": TEXT}}))
    for number in range(60):
        assert before(str(number)).items() <= after(str(number)).items()


def test_required_without_a_schema(values):
    assert all("label" in item for item in values({"type": "object", "required": ["label"]}))


def test_impossible_optional_properties_are_omitted(values):
    node = {
        "type": "object",
        "properties": {"a": TEXT, "b": False, "c": {"type": "string", "minLength": 5, "maxLength": 3}},
    }
    assert all(item.keys() <= {"a"} for item in values(node))


def test_impossible_required_properties(values):
    node = {
        "type": "object",
        "properties": {"c": {"type": "string", "minLength": 5, "maxLength": 3}},
        "required": ["c"],
    }
    with pytest.raises(GenerationError, match="required property 'c': no value satisfies minLength 5 and maxLength 3"):
        values(node)
    with pytest.raises(GenerationError, match="required property 'x'"):
        values({"type": "object", "required": ["x"], "additionalProperties": False})


def test_additional_properties(values):
    maps = values({"type": "object", "additionalProperties": {"type": "integer"}})
    assert all(1 <= len(item) <= 3 for item in maps)
    assert all(not item for item in values({"type": "object", "additionalProperties": True}))
    assert all(not item for item in values({"type": "object"}))


def test_free_form_objects_have_content(values):
    node = {"type": "object", "properties": {"metadata": {"type": "object"}}, "required": ["metadata"]}
    assert all(item["metadata"] for item in values(node))


def test_pattern_properties(values):
    node = {
        "type": "object",
        "patternProperties": {"^x-[a-z]+$": {"type": "integer"}},
        "additionalProperties": False,
        "minProperties": 2,
    }
    assert all(len(item) >= 2 and all(key.startswith("x-") for key in item) for item in values(node))


def test_property_names(values):
    node = {
        "type": "object",
        "additionalProperties": TEXT,
        "propertyNames": {"pattern": "^[A-Z]{3}$"},
        "minProperties": 3,
    }
    assert all(len(item) >= 3 for item in values(node))


@pytest.mark.parametrize(("low", "high"), [(0, 1), (2, 2), (3, 3), (5, 6)])
def test_minimum_and_maximum_number_of_properties(values, low, high):
    node = {
        "type": "object",
        "properties": {"a": TEXT, "b": TEXT, "c": TEXT},
        "minProperties": low,
        "maxProperties": high,
    }
    assert all(low <= len(item) <= high for item in values(node, 100))


def test_dependent_required(values):
    node = {
        "type": "object",
        "properties": {"card": TEXT, "name": TEXT, "zip": TEXT},
        "dependentRequired": {"card": ["name"], "name": ["zip"]},
    }
    assert all("zip" in item for item in values(node, 200) if "card" in item)


def test_dependent_schemas(values):
    node = {
        "type": "object",
        "properties": {"kind": TEXT, "size": {"type": "integer"}},
        "dependentSchemas": {"kind": {"required": ["size"]}},
    }
    assert all("size" in item for item in values(node, 200) if "kind" in item)


def test_too_many_required_properties(values):
    with pytest.raises(GenerationError, match="2 required properties and maxProperties 1"):
        values({"type": "object", "properties": {"a": TEXT, "b": TEXT}, "required": ["a", "b"], "maxProperties": 1})
    with pytest.raises(GenerationError, match="minProperties 2"):
        values({"type": "object", "properties": {"a": TEXT}, "additionalProperties": False, "minProperties": 2})


def test_values_are_not_shared(build):
    generator = Generators().compile(build({"const": {"list": [1]}}))
    generator("a")["list"].append(2)
    assert generator("a") == {"list": [1]}
