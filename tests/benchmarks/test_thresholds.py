"""Evaluation of the thresholds."""

from __future__ import annotations

import pytest

from benchmarks.results import Bodies, Results
from benchmarks.thresholds import threshold_results
from tests.benchmarks.kit import row, whole_run


def missed(results: Results) -> list[str]:
    return [result.threshold.name for result in threshold_results(results) if result.missed]


def test_good_run_misses_no_threshold():
    assert missed(whole_run()) == []
    assert all(result.value is not None for result in threshold_results(whole_run()))


def test_threshold_that_was_not_measured_is_neither_reached_nor_missed():
    assert missed(Results()) == []
    assert not any(result.reached for result in threshold_results(Results()))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"generate": {"mockserver generate": [39_999]}}, "mockserver generate, two attachments"),
        ({"bodies": {"casemock": Bodies(200, 1, 200, 900)}}, "Invalid bodies"),
        ({"cold": {"casemock": [1.1], "prism": [1.0]}}, "Cold start / Prism"),
        ({"micro": {"route, first of 1,000": [1.0], "route, last of 1,000": [1.06]}}, "Last / first of 1,000 routes"),
        ({"loads": [row("casemock", "get-new", [11_999]), row("prism", "get-new", [400])]}, "GET with new ids / Prism"),
        ({"loads": [row("casemock", "get-new", [100], idle_mb=100.5)]}, "Idle memory"),
    ],
)
def test_narrowly_missed_threshold(change, name):
    (found,) = missed(Results(**change))
    assert found.startswith(name)


def test_missed_goal_is_not_a_missed_threshold():
    assert missed(Results(cold={"casemock": [0.9], "prism": [1.0]})) == []
