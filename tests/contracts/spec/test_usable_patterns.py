"""Schemas with regular expressions that the validator refuses."""

from __future__ import annotations

import pytest

import contracts
from contracts.findings import Severity
from contracts.generation.generate import Generators
from contracts.schema.regex.translation import unrolled_size
from contracts.spec.load import read_document
from contracts.spec.structure import check_structure
from contracts.spec.usable_patterns import (
    LARGEST,
    MOST_UNROLLED,
    is_usable,
    with_small_patterns,
    without_unusable_patterns,
)
from tests.mockserver.kit import load

SURROGATES = "[\\uD800\\uDBFF-\\uDC00\\uDFFF]*"


def test_the_other_keywords_still_apply() -> None:
    node = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "string", "pattern": SURROGATES, "maxLength": 9}, "b": {"pattern": "^x$"}},
    }
    schema = load({}, components={"schemas": {"S": node}}).schema("/components/schemas/S")
    assert schema.is_valid({"a": "short", "b": "x"})
    assert not schema.is_valid({"a": "longer than nine"})
    assert not schema.is_valid({"a": "short", "b": "y"})
    assert schema.is_valid(Generators().compile(schema)("key"))


def test_only_unusable_patterns_are_removed() -> None:
    node = {"pattern": SURROGATES, "patternProperties": {SURROGATES: True, "^a": True}, "properties": {"pattern": {}}}
    assert without_unusable_patterns(node) == {"patternProperties": {"^a": True}, "properties": {"pattern": {}}}
    assert is_usable("^a$")
    assert not is_usable(SURROGATES)


@pytest.mark.parametrize("pattern", [r"^[\w-.+]+@x$", r"^\#$", "^a{,3}$", r"^\Ax\Z$"])
def test_patterns_that_are_valid_without_the_u_flag_are_usable(pattern: str) -> None:
    document = {"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}}
    node = {"type": "string", "pattern": pattern}
    schema = contracts.load({**document, "components": {"schemas": {"S": node}}}).schema("/components/schemas/S")
    assert schema.is_valid(Generators().compile(schema)("key"))
    assert not schema.is_valid("$")


def test_they_are_reported_as_a_warning() -> None:
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}
    schemas = {"S": {"pattern": r"^[\w-.]$"}, "N": {"patternProperties": {r"^[\w-.]$": {}}}, "X": {"pattern": "(?#x)"}}
    found = check_structure(read_document({**document, "components": {"schemas": schemas}}).document)
    kinds = {(one.rule, one.severity, one.location.pointer.split("/")[3]) for one in found}
    assert kinds == {
        ("pattern-without-u-flag", Severity.WARNING, "S"),
        ("pattern-without-u-flag", Severity.WARNING, "N"),
        ("pattern-invalid", Severity.ERROR, "X"),
    }


def test_a_pattern_beyond_the_limit_is_translated_although_it_then_matches_more_strings() -> None:
    kept, translated = "^(ab{1,90}){1,99}$", "^(ab{1,900}){1,99}$"
    assert unrolled_size(kept) < LARGEST < unrolled_size(translated)
    node = {"properties": {"a": {"pattern": kept}, "b": {"pattern": translated}}}
    small = with_small_patterns(node)["properties"]
    assert small["a"] == {"pattern": kept}
    assert small["b"]["pattern"] == "^(ab{1,900})+$"


def test_all_patterns_of_a_document_together_have_a_limit() -> None:
    patterns = [f"^(a{{1,{number + 50}}}){{1,99}}$" for number in range(300)]
    node = {"properties": {f"p{number}": {"pattern": one} for number, one in enumerate(patterns)}}
    small = with_small_patterns(node)["properties"]
    assert small["p0"]["pattern"] == patterns[0]
    assert sum(unrolled_size(one["pattern"]) for one in small.values()) < MOST_UNROLLED
    assert with_small_patterns({"properties": {"p0": node["properties"]["p0"]}})["properties"]["p0"] == small["p0"]


def test_large_names_of_properties_are_left_out_with_what_refuses_other_names() -> None:
    names = {"^(ab{1,900}){1,99}$": {"type": "string"}, "^x": {"type": "integer"}}
    node = {"patternProperties": names, "additionalProperties": False, "maxProperties": 3}
    assert with_small_patterns(node) == {"patternProperties": {"^x": {"type": "integer"}}, "maxProperties": 3}
    assert with_small_patterns({"patternProperties": {"^.{1,2000}$": {}}}) == {"patternProperties": {"^.{1,2000}$": {}}}
