"""What falls out of a row of answers, and what never comes to rest."""

from __future__ import annotations

import pytest

from contracts.judging.repetition import differing_paths, is_unstable, outliers, response_values
from contracts.messages import Response
from tests.contracts.checks.notes import answer


def _readings(*values):
    return [response_values(answer({"a": {"b": value}})) for value in values]


PLACE = "body/a/b"


def test_a_reading_says_everything_of_a_success():
    assert response_values(answer({"a": [1, {}], "b": "x"})) == {
        "status": "200",
        "media type": "application/json",
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
def test_what_falls_out_of_a_row(values, found):
    readings = _readings(*values)
    assert outliers(readings, PLACE) == found
    assert differing_paths(readings) == ([PLACE] if len(set(values)) > 1 else [])


@pytest.mark.parametrize(("values", "told"), [("aaabbb", False), ("abab", True), ("abcd", True), ("aaaa", False)])
def test_what_does_not_come_to_rest(values, told):
    assert is_unstable(_readings(*values), PLACE) is told


def test_a_refusal_is_held_against_the_status_only():
    readings = [*_readings("a", "a", "a"), response_values(Response(500)), *_readings("a", "a", "a")]
    assert outliers(readings, "status") == [3]
    assert outliers(readings, PLACE) == []
