"""Comparison of values of any type."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.lists.comparison import compare, contains, equal, sort_key

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.datetimes().map(str)
VALUES = st.recursive(SCALARS, lambda below: st.lists(below) | st.dictionaries(st.text(), below), max_leaves=8)


@given(VALUES, VALUES)
def test_nothing_raises(one: Any, other: Any) -> None:
    assert compare(one, other) in {-1, 0, 1, None}
    assert equal(one, other) in {True, False}
    contains(one, "x")


@given(st.lists(VALUES.filter(lambda value: value is not None)))
def test_any_values_can_be_sorted(values: list[Any]) -> None:
    assert len(sorted(values, key=sort_key)) == len(values)


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        (1, 2.5, -1),
        ("10", 9, 1),
        (10, "10.0", 0),
        ("10", "9", -1),
        (True, 1, None),
        ("2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", 0),
        ("2024-01-01T23:30:00Z", "2024-01-01", 0),
        ("2024-01-02", "2024-01-01T23:30:00Z", 1),
        ("9999-12-31T23:59:59-23:00", "2024-01-01T00:00:00Z", 1),
        ("a", 1, None),
        ([1], [2], None),
    ],
)
def test_order(one: Any, other: Any, order: int | None) -> None:
    assert compare(one, other) == order


@pytest.mark.parametrize(
    ("value", "wanted", "same"),
    [
        (1, 1.0, True),
        (1, True, False),
        (True, "true", True),
        ("1", 1, True),
        (["a", "b"], "b", True),
        ({"id": 7, "name": "x"}, 7, True),
        ({"id": {"deep": 1}}, 1, False),
        (None, "null", False),
        ("A", "a", False),
    ],
)
def test_equality(value: Any, wanted: Any, same: bool) -> None:
    assert equal(value, wanted) is same


def test_text_is_found_at_any_depth_up_to_a_limit() -> None:
    value: Any = "Straße"
    for _ in range(5):
        value = [value]
    assert contains(value, "strasse")
    assert not contains([value], "strasse")
