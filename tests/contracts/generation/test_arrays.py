from __future__ import annotations

import pytest

from contracts.errors import GenerationError


@pytest.mark.parametrize(("low", "high"), [(0, 0), (1, 1), (3, 3), (2, 9), (70, 80)])
def test_numbers_of_items_at_their_edges(values, low, high):
    lengths = {
        len(value)
        for value in values({"type": "array", "items": {"type": "integer"}, "minItems": low, "maxItems": high})
    }
    assert low <= min(lengths)
    assert max(lengths) <= high


def test_all_members_of_a_small_set_can_be_had(values):
    node = {"type": "array", "items": {"enum": ["a", "b", "c"]}, "uniqueItems": True, "minItems": 3}
    assert {tuple(sorted(value)) for value in values(node)} == {("a", "b", "c")}


def test_unique_tells_true_from_one(values):
    values({"type": "array", "items": {"enum": [1, True, 0, False]}, "uniqueItems": True, "minItems": 4})


def test_more_different_items_than_there_are(values):
    with pytest.raises(GenerationError, match="different items"):
        values({"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "minItems": 3})


def test_leading_items_have_schemas_of_their_own(values):
    node = {
        "type": "array",
        "prefixItems": [{"type": "integer"}, {"type": "string"}],
        "items": {"type": "boolean"},
        "minItems": 4,
    }
    assert all([type(item) for item in value][:4] == [int, str, bool, bool] for value in values(node))


def test_no_items_beyond_the_leading_ones(values):
    node = {"type": "array", "prefixItems": [{"type": "integer"}], "items": False}
    assert all(len(value) <= 1 for value in values(node))


def test_contains(values):
    node = {"type": "array", "items": {"type": "integer"}, "contains": {"minimum": 10**6}, "minContains": 2}
    assert all(sum(item >= 10**6 for item in value) >= 2 for value in values(node))


def test_contains_at_most(values):
    node = {"type": "array", "items": {"enum": [1, 2]}, "contains": {"const": 1}, "maxContains": 1, "minItems": 3}
    assert all(value.count(1) == 1 for value in values(node))


def test_a_pair_of_dates_is_in_order(values):
    node = {"type": "array", "prefixItems": [{"type": "string", "format": "date"}] * 2, "minItems": 2, "items": False}
    assert all(value == sorted(value) for value in values(node))


def test_tags_are_short_words_without_repetition(values):
    node = {
        "type": "object",
        "properties": {"tags": {"type": "array", "items": {"type": "string"}}},
        "required": ["tags"],
    }
    for item in values(node, 80):
        assert len(set(item["tags"])) == len(item["tags"])
        assert all(len(tag) < 16 for tag in item["tags"])


def test_items_that_cannot_be(values):
    assert set(map(len, values({"type": "array", "items": False}))) == {0}
    with pytest.raises(GenerationError, match=r"the schema .false. allows no value"):
        values({"type": "array", "items": False, "minItems": 1})
    with pytest.raises(GenerationError, match="minItems 3 and maxItems 2"):
        values({"type": "array", "minItems": 3, "maxItems": 2})
