"""Outliers and unstable values in responses to a repeated request."""

from __future__ import annotations

import pytest

from contracts.conformance.assertions.equivalence import differing_paths, is_unstable, outliers, response_values
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import answer


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
