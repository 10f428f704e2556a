"""What a schema says at its own level."""

from __future__ import annotations

from contracts.judging.keywords import keywords, types_of
from tests.contracts.checks.small import schema_of


def test_references_and_all_of_count_and_the_nearest_first() -> None:
    base = {"type": "string", "maxLength": 9, "allOf": [{"minLength": 2}]}
    found = keywords(schema_of({"$ref": "#/components/schemas/Base", "maxLength": 5}, Base=base))
    assert (found["type"], found["maxLength"], found["minLength"]) == ("string", 5, 2)


def test_schemas_that_refer_to_themselves_end() -> None:
    node = {"allOf": [{"$ref": "#/components/schemas/It"}, {"type": ["string", "null"]}]}
    assert types_of(schema_of(node)) == {"string", "null"}


def test_booleans_say_nothing() -> None:
    assert keywords(schema_of(True)) == {}
    assert types_of(schema_of(False)) == set()
