"""Equivalent JSON values, and the paths at which values differ."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.conformance.assertions.equivalence import (
    differences,
    differing_paths,
    display_path,
    equivalent,
    is_unstable,
    outliers,
    parse_timestamp,
    response_values,
)
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import answer

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_a_value_is_equivalent_to_itself(value):
    assert equivalent(value, value)
    assert list(differences(value, value)) == []


@given(JSON, JSON)
def test_values_without_differences_are_equivalent(one, other):
    nothing = [] if one is None or other is None else list(differences(one, other))
    assert equivalent(one, other) or nothing or one is None or other is None or isinstance(one, dict | list)


@pytest.mark.parametrize(
    ("sent", "got"),
    [
        (" Ada  Lovelace ", "ada lovelace"),
        ("e\u0301clair", "éclair"),
        ("https://example.org/", "https://example.org"),
        ("2026-03-01T12:00:31Z", "2026-03-01T12:00:00Z"),
        ("2026-03-01T12:00:00Z", "2026-03-01T14:00:00+02:00"),
        ("2026-03-01T12:00:00.123456Z", "2026-03-01T12:00:00Z"),
        (31.504, 31.5),
        (2, 2.0),
        (12.5, "12.50"),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": None}, {}),
        (["b", "a", "b"], ["a", "b"]),
        ([{"a": 1}], [{"a": 1, "id": 7}]),
    ],
)
def test_equivalent_values(sent, got):
    assert equivalent(sent, got)


@pytest.mark.parametrize(
    ("sent", "got"),
    [
        ("Ada", "Bob"),
        ("Call the Vet", "call the vet"),
        ("2026-03-01T12:00:00Z", "2026-03-01T12:00:00+02:00"),
        ("2026-03-01T12:00:00Z", "2026-03-01T12:01:00Z"),
        (1, True),
        (0, False),
        (None, ""),
        (None, False),
        (1, 2),
        (10**20, 10**20 + 1),
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {}),
        ({"a": 1}, [1]),
        (["a"], []),
        ([], ["a"]),
        ("x", 1),
    ],
)
def test_different_values(sent, got):
    assert not equivalent(sent, got)


def test_paths_of_differences():
    before = {"a": {"b": 1, "c": [1, {"d": "x"}]}, "e": None, "f": 1}
    after = {"a": {"b": 2, "c": [1, {"d": "y"}]}, "f": 1, "g": 3}
    assert list(differences(before, after)) == [("a", "b"), ("a", "c", 1, "d"), ("g",)]
    assert list(differences(before, after, lambda place: place[:1] == ("a",))) == [("g",)]
    assert list(differences([1, 2], [1])) == [()]


def test_display_paths():
    assert display_path(("owner", "files", 0, "size")) == "owner.files[0].size"
    assert display_path(()) == "the body"


@pytest.mark.parametrize("text", ["2026-03-01", "2026", "now", "", 7, None, "12:00:00", "2026-13-01T00:00:00Z"])
def test_not_a_timestamp(text):
    assert parse_timestamp(text) is None


def test_a_timestamp_without_an_offset_is_utc():
    assert parse_timestamp("2026-03-01T12:00:00") == datetime(2026, 3, 1, 12, tzinfo=UTC)


def _responses(*values):
    return [response_values(answer({"a": {"b": value}})) for value in values]


PLACE = "body/a/b"


def test_values_of_a_successful_response():
    assert response_values(answer({"a": [1, {}], "b": "x"})) == {
        "status": "200",
        "content type": "application/json",
        "body/a/0": "1",
        "body/a/1": "{}",
        "body/b": '"x"',
    }
    assert response_values(Response(404, (), b"whatever")) == {"status": "404"}
    assert response_values(Response(200, (), b"plain"))["body"] == "b'plain'"


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ("aaaaaaaa", []),
        ("aaaabaaa", [4]),
        ("abaaaaca", [1, 6]),
        ("aaaaaaab", []),
        ("aaaabbbb", []),
        ("abababab", []),
        ("abcdefgh", []),
    ],
)
def test_outliers(values, found):
    responses = _responses(*values)
    assert outliers(responses, PLACE) == found
    assert differing_paths(responses) == ([PLACE] if len(set(values)) > 1 else [])


@pytest.mark.parametrize(("values", "unstable"), [("aaabbb", False), ("abab", True), ("abcd", True), ("aaaa", False)])
def test_unstable_values(values, unstable):
    assert is_unstable(_responses(*values), PLACE) is unstable


def test_an_error_response_is_an_outlier_of_the_status_only():
    responses = [*_responses("a", "a", "a"), response_values(Response(500)), *_responses("a", "a", "a")]
    assert outliers(responses, "status") == [3]
    assert outliers(responses, PLACE) == []
