"""Judging many values at once: what is broken takes nothing else along."""

import pytest

from contracts.lint.batch_validator import BatchValidator

NUMBER = {"type": "integer"}

BROKEN = {
    "a pattern that is none": {"pattern": "("},
    "an unknown type": {"type": "nothing"},
    "a keyword of the wrong type": {"minimum": "one"},
    "a list of properties": {"properties": [1]},
    "a reference to nothing": {"$ref": "#/nowhere"},
    "a reference out of the document": {"$ref": "https://schemas.test/a.json"},
    "a circle": {"$ref": "#/components/schemas/Broken"},
    "half of a character": {"description": "\ud800"},
}


def bench(**schemas):
    tree = {"openapi": "3.1.0", "components": {"schemas": schemas}}
    return BatchValidator(tree, {})


def wrong(bench, *cases):
    return sorted(bench.judge([(f"/components/schemas/{name}", value) for name, value in cases]))


@pytest.mark.parametrize("schema", BROKEN.values(), ids=BROKEN)
def test_values_of_whole_schemas_are_judged_beside_a_broken_one(schema):
    assert wrong(bench(Broken=schema, Age=NUMBER), ("Broken", 1), ("Age", 1), ("Age", "x")) == [2]


def test_many_broken_schemas_do_not_keep_it_from_the_others():
    schemas = {f"Broken{number}": {"pattern": "(", "minimum": "x"} for number in range(60)}
    cases = [(name, 1) for name in schemas]
    assert 61 in wrong(bench(Age=NUMBER, **schemas), *cases, ("Age", 1), ("Age", "x"))


def test_a_schema_that_is_not_there_judges_nothing():
    assert wrong(bench(Age=NUMBER), ("Missing", 1), ("Age", "x")) == [1]


def test_a_value_that_cannot_be_judged_counts_as_fitting():
    deep = []
    for _ in range(1000):
        deep = [deep]
    assert wrong(bench(Age=NUMBER), ("Age", deep), ("Age", "\ud800"), ("Age", "x")) == [2]


def test_names_with_any_characters_are_found():
    names = ["a b", "ä", "a%20b", "a#b", "a?b=c", '"', "[0]", "{id}"]
    assert wrong(bench(**dict.fromkeys(names, NUMBER)), *((name, "x") for name in names)) == list(range(len(names)))


def test_values_are_known_by_their_numbers_whatever_their_order():
    cases = [("B", "x"), ("A", 1), ("B", 1), ("A", "x")]
    assert wrong(bench(A=NUMBER, B=NUMBER), *cases) == [0, 3]


def test_formats_of_ones_own_are_asserted():
    judge = BatchValidator({"components": {"schemas": {"A": {"format": "loud"}}}}, {"loud": str.isupper})
    assert wrong(judge, ("A", "X"), ("A", "x")) == [1]
