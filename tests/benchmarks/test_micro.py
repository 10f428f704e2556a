"""Every function that is timed does what its name says, once."""

from __future__ import annotations

import pytest

from benchmarks.micro import FIRST_ROUTE, LAST_ROUTE, functions
from benchmarks.timing import Batch

FUNCTIONS = functions()


@pytest.mark.parametrize("batch", FUNCTIONS.values(), ids=FUNCTIONS)
def test_it_runs(batch: Batch):
    batch(2)


def test_what_the_thresholds_need_is_there():
    assert {FIRST_ROUTE, LAST_ROUTE} <= FUNCTIONS.keys()
