"""Types of values and schemas."""

from __future__ import annotations

import pytest

from contracts.schema.json_types import (
    ALL_TYPES,
    KEYWORDS,
    TYPES,
    accepted_types,
    common_types,
    describe_types,
    equality_key,
    inferred_type,
    type_names,
    type_of,
)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "null"),
        (True, "boolean"),
        (3, "integer"),
        (3.0, "integer"),
        (3.5, "number"),
        (float("inf"), "number"),
        ("3", "string"),
        ([], "array"),
        ({}, "object"),
        (object(), ""),
    ],
)
def test_the_type_of_a_value(value, kind):
    assert type_of(value) == kind


@pytest.mark.parametrize(
    ("node", "names"),
    [({"type": "string"}, ("string",)), ({"type": ["null", 3, "array"]}, ("null", "array")), ({}, ()), (True, ())],
)
def test_the_names_in_type(node, names):
    assert type_names(node) == names


@pytest.mark.parametrize(
    ("node", "is_old", "types"),
    [
        ({"type": "number"}, False, {"integer", "number"}),
        ({"type": ["integer", "null"]}, False, {"integer", "null"}),
        ({"type": "string", "nullable": True}, True, {"string", "null"}),
        ({"type": "string", "nullable": True}, False, {"string"}),
        ({"type": ["string"]}, True, ALL_TYPES),
        ({"type": "text"}, False, ALL_TYPES),
        ({"type": []}, False, ALL_TYPES),
        ({}, False, ALL_TYPES),
    ],
)
def test_the_types_that_a_schema_accepts(node, is_old, types):
    assert accepted_types(node, is_old) == types


@pytest.mark.parametrize(
    ("first", "second", "common"),
    [
        (["string", "null"], ["null", "string"], ("string", "null")),
        (["number"], ["integer"], ("integer",)),
        (["integer"], ["number", "null"], ("integer",)),
        (["integer", "number"], ["string"], ()),
    ],
)
def test_common_types(first, second, common):
    assert common_types(first, second) == common


def test_keywords_imply_a_type():
    assert inferred_type(["description", "minItems"]) == "array"
    assert inferred_type(["format"]) == ""
    assert inferred_type(["format"], {"string": {"format"}}) == "string"


def test_no_keyword_is_of_two_types():
    assert sum(map(len, KEYWORDS.values())) == len(frozenset().union(*KEYWORDS.values()))


def test_types_in_messages():
    assert describe_types(frozenset({"string", "integer", "number"})) == "number or string"
    assert describe_types(frozenset({"string", "integer"})) == "integer or string"
    assert describe_types(ALL_TYPES) == " or ".join(name for name in TYPES if name != "integer")


def test_equal_values_have_the_same_key():
    assert equality_key({"a": [1, {"b": 2.0}]}) == equality_key({"a": [1.0, {"b": 2}]})
    keys = [equality_key(value) for value in (1, True, "1", None, [1], {"1": 1}, 0, False, "", [], {})]
    assert len(set(keys)) == len(keys)
