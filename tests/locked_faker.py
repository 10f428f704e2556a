"""Tests that compare generated values with a file: values that faker draws hold with its locked release only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version

import pytest

from tests.test_requirements import locked

LOCKED = locked("dev")["faker"]


@contextmanager
def expected_of_the_locked_faker() -> Iterator[None]:
    """Skip the test instead of failing, if another release of faker is installed than the locked one."""
    installed = version("faker")
    try:
        yield
    except AssertionError:
        if installed == LOCKED:
            raise
        pytest.skip(f"the expected values are those of faker {LOCKED}, and {installed} is installed")
