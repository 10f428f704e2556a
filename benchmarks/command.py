"""How a benchmark command ends."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.measure import log
from benchmarks.processes import BenchmarkError

WRONG_USAGE = 2


def run_command(run: Callable[[], int]) -> int:
    """Return the exit code of a command; 2, with a message, if it cannot start."""
    try:
        return run()
    except BenchmarkError as error:
        log(f"error: {error}")
        return WRONG_USAGE
