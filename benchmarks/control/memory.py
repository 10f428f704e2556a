"""Resident memory of a server during many requests, after a warm-up that fills the record of exchanges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.control.mock import JOURNAL_SIZE, start
from benchmarks.load import run_round
from benchmarks.measure import log
from benchmarks.processes import BenchmarkError, cores
from benchmarks.scenarios import GET_KNOWN, GET_NEW, REFUSED, Scenario
from benchmarks.stores.results import Figure

MAX_DEVIATION = 0.05
"""Maximum deviation of the memory from its median."""

WARM_UP = 5
"""Number of times that the warm-up fills the record of exchanges."""

WINDOW = 1.0
"""Seconds between two samples."""

MIN_SAMPLES = 3

SCENARIOS = (GET_NEW, GET_KNOWN, replace(REFUSED, name="refused-known"))
"""Reads and refused writes: items that clients write are kept, so writes make the server grow."""


def memory_figures(document: Path, folder: Path, requests: int) -> Iterator[Figure]:
    """Yield the largest deviation of the memory from its median during a number of requests.

    :raises BenchmarkError: if a response was wrong.
    """
    log(f"— memory during {requests:,} requests")
    _, core = cores()
    with start(document, folder, core=core) as server:
        server.wait_for(GET_NEW)
        sent, number = 0, 0
        samples: list[float] = []
        while sent < requests or len(samples) < MIN_SAMPLES:
            scenario: Scenario = SCENARIOS[number % len(SCENARIOS)]
            window = run_round(server, scenario, WINDOW, f"memory{number}", None if core is None else cores()[0])
            if window.errors:
                raise BenchmarkError(f"{scenario.name}: {window.errors} wrong responses; {server.tail()}")
            number += 1
            sent += window.requests
            if sent >= min(WARM_UP * JOURNAL_SIZE, requests // 2):
                samples.append(server.usage().memory_mb)
                log(f"  {sent:>10,} requests  {samples[-1]:7.1f} MiB")
    yield deviation(samples, sent)


def deviation(samples: Sequence[float], requests: int) -> Figure:
    """Return the largest deviation of samples from their median."""
    middle = median(samples)
    found = max(abs(one / middle - 1) for one in samples)
    detail = f"{min(samples):.1f} to {max(samples):.1f} MiB in {len(samples)} samples, {requests:,} requests"
    return Figure(
        "memory", "deviation from the median", found, MAX_DEVIATION, is_minimum=False, unit="%", detail=detail
    )
