"""Requests per second with recording and request log.

Windows alternate, so that other load on the machine affects all servers equally.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks.control.mock import JOURNAL_SIZE, start
from benchmarks.load import Round
from benchmarks.measure import log
from benchmarks.processes import cores
from benchmarks.scenarios import GET_KNOWN, GET_NEW, PATCH
from benchmarks.stores.rates import measure
from benchmarks.stores.results import Figure

NEITHER, RECORDING, LOG, BOTH = "neither", "recording", "log", "recording and log"

OPTIONS: Mapping[str, Sequence[str]] = {
    NEITHER: ("--journal-size", "0", "--quiet"),
    RECORDING: ("--journal-size", str(JOURNAL_SIZE), "--quiet"),
    LOG: ("--journal-size", "0"),
    BOTH: ("--journal-size", str(JOURNAL_SIZE)),
}
"""The measured servers; the log is written to a file."""

MIN_RATIO = 0.9
"""Recording costs less than a tenth of the throughput."""


def rate_figures(document: Path, folder: Path, rounds: int, seconds: float) -> Iterator[Figure]:
    """Yield the rates of the servers relative to the one without recording and log."""
    _, core = cores()
    with contextlib.ExitStack() as stack:
        running = {
            name: stack.enter_context(start(document, folder, *options, core=core)) for name, options in OPTIONS.items()
        }
        for server in running.values():
            server.wait_for(GET_NEW)
        for scenario in (GET_NEW, GET_KNOWN, PATCH):
            log(f"— {scenario.title}")
            yield from compared(scenario.title, measure(running, scenario, rounds, seconds))


def compared(title: str, windows: Mapping[str, Sequence[Round]]) -> Iterator[Figure]:
    """Yield the rate of the first server, and the ratios of the others to it."""
    base = windows[NEITHER]
    yield Figure("rates", f"{title}: {NEITHER}", round(median(one.rps for one in base)), unit=" req/s")
    before = median(one.cpu_us for one in base)
    for name in (RECORDING, LOG, BOTH):
        found = windows[name]
        ratios = [one.rps / other.rps for one, other in zip(found, base, strict=True)]
        cpu = median(one.cpu_us for one in found)
        detail = f"{min(ratios):.0%} to {max(ratios):.0%}, {cpu:.0f} instead of {before:.0f} µs CPU"
        required = MIN_RATIO if name == RECORDING else None
        yield Figure("rates", f"{title}: {name} / {NEITHER}", median(ratios), required, unit="%", detail=detail)
