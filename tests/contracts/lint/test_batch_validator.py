"""Validation of many values at once; invalid schemas do not affect the others."""

import pytest

from contracts.lint.batch_validator import BatchValidator

NUMBER = {"type": "integer"}

BROKEN = {
    "an invalid pattern": {"pattern": "("},
    "an unknown type": {"type": "nothing"},
    "a keyword of the wrong type": {"minimum": "one"},
    "a list of properties": {"properties": [1]},
    "an unresolved reference": {"$ref": "#/nowhere"},
    "an external reference": {"$ref": "https://schemas.test/a.json"},
    "a cycle": {"$ref": "#/components/schemas/Broken"},
    "an unpaired surrogate": {"description": "\ud800"},
}


def bench(**schemas):
    tree = {"openapi": "3.1.0", "components": {"schemas": schemas}}
    return BatchValidator(tree, {})


def invalid(bench, *cases):
    return sorted(bench.validate([(f"/components/schemas/{name}", value) for name, value in cases]))


@pytest.mark.parametrize("schema", BROKEN.values(), ids=BROKEN)
def test_values_are_validated_despite_an_invalid_schema(schema):
    assert invalid(bench(Broken=schema, Age=NUMBER), ("Broken", 1), ("Age", 1), ("Age", "x")) == [2]


def test_values_are_validated_despite_many_invalid_schemas():
    schemas = {f"Broken{number}": {"pattern": "(", "minimum": "x"} for number in range(60)}
    cases = [(name, 1) for name in schemas]
    assert 61 in invalid(bench(Age=NUMBER, **schemas), *cases, ("Age", 1), ("Age", "x"))


def test_values_of_a_missing_schema_are_valid():
    assert invalid(bench(Age=NUMBER), ("Missing", 1), ("Age", "x")) == [1]


def test_a_value_that_cannot_be_validated_is_valid():
    deep = []
    for _ in range(1000):
        deep = [deep]
    assert invalid(bench(Age=NUMBER), ("Age", deep), ("Age", "\ud800"), ("Age", "x")) == [2]


def test_schema_names_may_contain_any_character():
    names = ["a b", "ä", "a%20b", "a#b", "a?b=c", '"', "[0]", "{id}"]
    assert invalid(bench(**dict.fromkeys(names, NUMBER)), *((name, "x") for name in names)) == list(range(len(names)))


def test_invalid_values_are_identified_by_index():
    cases = [("B", "x"), ("A", 1), ("B", 1), ("A", "x")]
    assert invalid(bench(A=NUMBER, B=NUMBER), *cases) == [0, 3]


def test_custom_formats_are_validated():
    with_format = BatchValidator({"components": {"schemas": {"A": {"format": "loud"}}}}, {"loud": str.isupper})
    assert invalid(with_format, ("A", "X"), ("A", "x")) == [1]
