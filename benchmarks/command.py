"""How a benchmark command ends."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.measure import log
from benchmarks.peers.peer import UnavailableError
from benchmarks.processes import BenchmarkError

WRONG_USAGE, INTERRUPTED = 2, 130


def run_command(run: Callable[[], int]) -> int:
    """Return the exit code of a command: 2, with a message, if it cannot start, and 130 after Ctrl-C."""
    try:
        return run()
    except (BenchmarkError, UnavailableError) as error:
        log(f"error: {error}")
        return WRONG_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
