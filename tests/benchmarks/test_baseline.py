"""Comparison of two runs."""

from __future__ import annotations

import pytest

from benchmarks.baseline import changes, machine_drift
from benchmarks.micro import CONTROL
from benchmarks.results import Results
from tests.benchmarks.kit import row


def micro(*figures: float) -> Results:
    return Results(micro={"route": list(figures)})


def test_change_larger_than_the_noise_is_slower():
    (change,) = changes(micro(10.0, 10.1, 9.9), micro(12.0, 12.1, 11.9))
    assert change.is_slower
    assert not change.is_faster
    assert change.worse == pytest.approx(0.2)


def test_improvement_is_faster_and_not_slower():
    (change,) = changes(micro(12.0, 12.1, 11.9), micro(10.0, 10.1, 9.9))
    assert change.is_faster
    assert not change.is_slower


@pytest.mark.parametrize("after", [(10.2, 10.1, 10.3), (10.0, 10.0, 10.0)])
def test_small_change_is_ignored(after):
    (change,) = changes(micro(10.0, 10.0, 10.0), micro(*after))
    assert not change.is_slower
    assert not change.is_faster


def test_change_smaller_than_the_noise_is_ignored():
    (change,) = changes(micro(5.0, 10.0, 15.0), micro(6.0, 12.0, 18.0))
    assert not change.is_slower


def test_single_rounds_have_a_higher_floor():
    assert not changes(micro(10.0), micro(11.0))[0].is_slower
    assert changes(micro(10.0), micro(12.0))[0].is_slower


def test_fewer_requests_per_second_is_slower():
    before = Results(loads=[row("casemock", "patch", [1000, 1010, 990])])
    after = Results(loads=[row("casemock", "patch", [800, 810, 790])])
    slower = {change.name for change in changes(before, after) if change.is_slower}
    assert slower == {"patch, casemock: time per request", "patch, casemock: CPU µs per request"}


def test_only_figures_of_casemock_in_both_runs_are_compared():
    before = Results(loads=[row("prism", "patch", [100])], cold={"prism": [1.0]}, micro={"gone": [1.0]})
    after = Results(loads=[row("prism", "patch", [50])], cold={"prism": [2.0]}, micro={"new": [1.0]})
    assert changes(before, after) == []


def test_other_servers_give_the_machine_drift():
    before = Results(loads=[row("prism", "patch", [100]), row("casemock", "patch", [1000])])
    after = Results(loads=[row("prism", "patch", [75]), row("casemock", "patch", [1000])])
    assert machine_drift(before, after) == pytest.approx(1 / 3)
    assert machine_drift(Results(), after) is None


def test_control_function_gives_the_machine_drift_without_other_servers():
    before, after = (Results(micro={CONTROL: [each], "route": [1.0]}) for each in (10.0, 12.0))
    assert machine_drift(before, after) == pytest.approx(0.2)
    assert [change.name for change in changes(before, after)] == ["route, µs"]
