"""The timed functions work."""

from __future__ import annotations

import pytest

from benchmarks.micro import FIRST_ROUTE, LAST_ROUTE, functions
from benchmarks.timing import Batch

FUNCTIONS = functions()


@pytest.mark.parametrize("batch", FUNCTIONS.values(), ids=FUNCTIONS)
def test_function_runs(batch: Batch):
    batch(2)


def test_functions_of_the_thresholds_are_timed():
    assert {FIRST_ROUTE, LAST_ROUTE} <= FUNCTIONS.keys()
