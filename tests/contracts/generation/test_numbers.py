from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.errors import GenerationError
from contracts.generation.generate import Generators

GENERATORS = Generators()


def named(name, node):
    return {"type": "object", "properties": {name: node}, "required": [name]}


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"minimum": 3, "maximum": 3}, {3}),
        ({"minimum": -2, "maximum": 0}, {-2, -1, 0}),
        ({"exclusiveMinimum": 4, "exclusiveMaximum": 6}, {5}),
        ({"minimum": 1, "maximum": 10, "multipleOf": 5}, {5, 10}),
        ({"multipleOf": 4, "minimum": 1, "maximum": 11, "allOf": [{"multipleOf": 6}], "exclusiveMaximum": 13}, None),
        ({"minimum": 0.5, "maximum": 2.5}, {1, 2}),
        ({"format": "int8", "minimum": 126}, {126, 127}),
    ],
)
def test_bounds_of_integers(values, node, expected):
    if expected is None:
        with pytest.raises(GenerationError, match="multipleOf 4 and multipleOf 6"):
            values({"type": "integer"} | node)
    else:
        assert set(values({"type": "integer"} | node, 100)) == expected


def test_bounds_of_numbers(values):
    assert set(values({"type": "number", "minimum": 0.1, "maximum": 0.1})) == {0.1}
    assert set(values({"type": "number", "minimum": 0, "maximum": 0.3, "multipleOf": 0.1}, 100)) == {0, 0.1, 0.2, 0.3}
    assert all(
        1e-6 < value < 2e-6 for value in values({"type": "number", "exclusiveMinimum": 1e-6, "exclusiveMaximum": 2e-6})
    )


def test_floats_have_few_decimals(values):
    for value in values({"type": "number", "multipleOf": 0.01, "minimum": 0, "maximum": 500}, 300):
        assert len(json.dumps(value).partition(".")[2]) <= 2


def test_numbers_are_exact_in_javascript(values):
    assert all(abs(value) <= 2**53 for value in values({"type": "integer", "format": "int64", "minimum": 10**15}))


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("age", 18, 84),
        ("percentage", 0, 100),
        ("port", 1024, 49151),
        ("latitude", -90, 90),
        ("rating", 1, 5),
        ("year", 2012, 2026),
    ],
)
def test_ranges_by_name(values, name, low, high):
    found = [item[name] for item in values(named(name, {"type": "number"}), 200)]
    assert low <= min(found) < max(found) <= high


def test_bounds_beyond_javascript_are_kept(values):
    assert all(value >= 2**60 for value in values({"type": "integer", "format": "int64", "minimum": 2**60}))


def test_multiples_of_a_large_number_vary(values):
    assert len(set(values({"type": "integer", "multipleOf": 1000}))) > 10


def test_bounds_take_precedence_over_names(values):
    assert all(item["age"] >= 300 for item in values(named("age", {"type": "integer", "minimum": 300})))


def test_timestamps_may_be_numbers(values):
    seconds = [item["created_at"] for item in values(named("created_at", {"type": "integer"}))]
    millis = [item["created"] for item in values(named("created", {"type": "integer", "example": 1767225600000}))]
    assert all(1_767_225_600 <= value < 1_800_000_000 for value in seconds)
    assert all(1_767_225_600_000 <= value < 1_800_000_000_000 for value in millis)


@settings(deadline=None, max_examples=150)
@given(
    kind=st.sampled_from(["integer", "number"]),
    low=st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6, width=32)),
    width=st.one_of(st.integers(0, 10**6), st.floats(0, 1e3, width=16)),
    exclusive=st.booleans(),
)
def test_every_range_is_kept(build, kind, low, width, exclusive):
    high = low + width
    assume(abs(high) < 1e12)
    node = {"type": kind, "exclusiveMinimum" if exclusive else "minimum": low, "maximum": high}
    schema = build(node)
    if width < 1e-6 or (kind == "integer" and width < 2):
        with suppress(GenerationError):
            GENERATORS.compile(schema)
        return
    generator = GENERATORS.compile(schema)
    assert all(schema.is_valid(generator(str(number))) for number in range(20))


@pytest.mark.parametrize(
    "node",
    [{"minimum": 5, "maximum": 3}, {"minimum": 0.2, "maximum": 0.8}, {"minimum": 1, "maximum": 2, "multipleOf": 7}],
)
def test_impossible_ranges(values, node):
    with pytest.raises(GenerationError, match="no value satisfies minimum"):
        values({"type": "integer"} | node)
