from __future__ import annotations

import pytest

from contracts.errors import GenerationError


@pytest.mark.parametrize(("low", "high"), [(0, 0), (1, 1), (3, 3), (2, 9), (70, 80)])
def test_minimum_and_maximum_number_of_items(values, low, high):
    lengths = {
        len(value)
        for value in values({"type": "array", "items": {"type": "integer"}, "minItems": low, "maxItems": high})
    }
    assert low <= min(lengths)
    assert max(lengths) <= high


def test_a_unique_array_may_contain_all_values_of_an_enum(values):
    node = {"type": "array", "items": {"enum": ["a", "b", "c"]}, "uniqueItems": True, "minItems": 3}
    assert {tuple(sorted(value)) for value in values(node)} == {("a", "b", "c")}


def test_true_and_one_are_different_items(values):
    values({"type": "array", "items": {"enum": [1, True, 0, False]}, "uniqueItems": True, "minItems": 4})


def test_too_few_values_for_unique_items(values):
    with pytest.raises(GenerationError, match="different items"):
        values({"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "minItems": 3})


def test_prefix_items(values):
    node = {
        "type": "array",
        "prefixItems": [{"type": "integer"}, {"type": "string"}],
        "items": {"type": "boolean"},
        "minItems": 4,
    }
    assert all([type(item) for item in value][:4] == [int, str, bool, bool] for value in values(node))


def test_no_items_beyond_prefix_items(values):
    node = {"type": "array", "prefixItems": [{"type": "integer"}], "items": False}
    assert all(len(value) <= 1 for value in values(node))


def test_contains(values):
    node = {"type": "array", "items": {"type": "integer"}, "contains": {"minimum": 10**6}, "minContains": 2}
    assert all(sum(item >= 10**6 for item in value) >= 2 for value in values(node))


def test_max_contains(values):
    node = {"type": "array", "items": {"enum": [1, 2]}, "contains": {"const": 1}, "maxContains": 1, "minItems": 3}
    assert all(value.count(1) == 1 for value in values(node))


def test_a_pair_of_dates_is_sorted(values):
    node = {"type": "array", "prefixItems": [{"type": "string", "format": "date"}] * 2, "minItems": 2, "items": False}
    assert all(value == sorted(value) for value in values(node))


def test_tags_are_short_unique_words(values):
    node = {
        "type": "object",
        "properties": {"tags": {"type": "array", "items": {"type": "string"}}},
        "required": ["tags"],
    }
    for item in values(node, 80):
        assert len(set(item["tags"])) == len(item["tags"])
        assert all(len(tag) < 16 for tag in item["tags"])


def test_impossible_items(values):
    assert set(map(len, values({"type": "array", "items": False}))) == {0}
    with pytest.raises(GenerationError, match="items: the schema 'false'"):
        values({"type": "array", "items": False, "minItems": 1})
    with pytest.raises(GenerationError, match="minItems 3 and maxItems 2"):
        values({"type": "array", "minItems": 3, "maxItems": 2})
