"""Schemas with regular expressions that the validator refuses."""

from __future__ import annotations

from contracts.generation.generate import Generators
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
