"""Schemas with regular expressions that the validator refuses."""

from __future__ import annotations

import pytest

import contracts
from contracts.findings import Severity
from contracts.generation.generate import Generators
from contracts.spec.load import read_document
from contracts.spec.structure import check_structure
from contracts.spec.usable_patterns import is_usable, without_unusable_patterns
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
