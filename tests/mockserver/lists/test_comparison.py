"""Comparison of values of any type."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.lists.comparison import ValueSet, compare, contains, sort_key

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.datetimes().map(str)
VALUES = st.recursive(SCALARS, lambda below: st.lists(below) | st.dictionaries(st.text(), below), max_leaves=8)


@given(VALUES, VALUES)
def test_nothing_raises(one: Any, other: Any) -> None:
    assert compare(one, other) in {-1, 0, 1, None}
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
    assert (value in ValueSet([wanted])) is same


def equal(value: Any, wanted: Any) -> bool:
    """Whether a set of one wanted value has a value, pair by pair."""
    if isinstance(value, list):
        return any(not isinstance(one, list) and equal(one, wanted) for one in value)
    if isinstance(value, dict):
        return any(equal(value[name], wanted) for name in ("id", "name") if not isinstance(value.get(name, {}), dict))
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted or (isinstance(wanted, str) and wanted.lower() == str(value).lower())
    return value == wanted or (value is not None and compare(value, wanted) == 0)


DAYS = st.dates(date(2024, 1, 1), date(2024, 1, 3))
HOURS = st.sampled_from(["T00:00:00", "T23:00:00", "T12:00:00Z", "T23:00:00+01:00", "T00:00:00-01:00"])
MOMENTS = st.builds(lambda day, hour: f"{day}{hour}", DAYS, HOURS)
ALIKE = (
    st.sampled_from(["true", "False", "1", "1.0", "1e0", 1, 1.0, True, False, None, "null", "", 0, "0", "-0"])
    | MOMENTS
    | DAYS.map(str)
    | SCALARS
)
ALIKE_VALUES = ALIKE | st.lists(ALIKE) | st.dictionaries(st.sampled_from(["id", "name", "a"]), ALIKE) | VALUES


@settings(max_examples=1000)
@given(ALIKE_VALUES, st.lists(ALIKE_VALUES, max_size=5))
def test_a_set_has_the_values_that_equal_one_of_its_values(value: Any, wanted: list[Any]) -> None:
    assert (value in ValueSet(wanted)) is any(equal(value, one) for one in wanted)


def test_text_is_found_at_any_depth_up_to_a_limit() -> None:
    value: Any = "Straße"
    for _ in range(5):
        value = [value]
    assert contains(value, "strasse")
    assert not contains([value], "strasse")
