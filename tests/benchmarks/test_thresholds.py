"""What is reached, missed, or not measured."""

from __future__ import annotations

import pytest

from benchmarks.results import Bodies, Results
from benchmarks.thresholds import verdicts
from tests.benchmarks.kit import row, whole_run


def missed(results: Results) -> list[str]:
    return [verdict.threshold.name for verdict in verdicts(results) if verdict.missed]


def test_a_good_run_misses_nothing():
    assert missed(whole_run()) == []
    assert all(verdict.value is not None for verdict in verdicts(whole_run()))


def test_what_was_not_measured_is_neither_reached_nor_missed():
    assert missed(Results()) == []
    assert not any(verdict.reached for verdict in verdicts(Results()))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"generate": {"mockserver generate": [39_999]}}, "mockserver generate, two attachments"),
        ({"bodies": {"casemock": Bodies(200, 1, 200, 900)}}, "Invalid bodies"),
        ({"cold": {"casemock": [1.1], "prism": [1.0]}}, "Cold start, to Prism's"),
        ({"micro": {"route, first of 1,000": [1.0], "route, last of 1,000": [1.06]}}, "Last of 1,000 routes"),
        ({"loads": [row("casemock", "get-new", [11_999]), row("prism", "get-new", [400])]}, "GET of new ids, to Prism"),
        ({"loads": [row("casemock", "get-new", [100], idle_mb=100.5)]}, "Idle memory"),
    ],
)
def test_each_is_missed_by_a_little(change, name):
    (found,) = missed(Results(**change))
    assert found.startswith(name)


def test_an_aim_that_is_not_met_is_no_miss():
    assert missed(Results(cold={"casemock": [0.9], "prism": [1.0]})) == []
