"""Comparison of two runs: which figures became slower by more than the noise of their medians."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from statistics import median

from benchmarks.micro import CONTROL
from benchmarks.results import Results
from benchmarks.thresholds import US

FLOOR = 0.03
"""Smallest relative change that is reported, however small the noise."""

FEW_ROUNDS_FLOOR = 0.15
"""The same if a run has fewer than three rounds, which are too few to estimate the noise."""


@dataclass(frozen=True)
class Change:
    """One figure of casemock in two runs.

    :param worse: relative change, e.g. 0.1 for 10 % slower; negative if it became faster.
    :param noise: relative change that is within the noise.
    """

    name: str
    before: float
    after: float
    worse: float
    noise: float

    @property
    def is_slower(self) -> bool:
        """Whether it became slower by more than the noise."""
        return self.worse > self.noise

    @property
    def is_faster(self) -> bool:
        """Whether it became faster by more than the noise."""
        return -self.worse > self.noise


def changes(before: Results, after: Results) -> list[Change]:
    """Return the change of every figure of casemock that both runs have."""
    old, new = dict(_figures(before)), dict(_figures(after))
    return [_change(name, old[name], new[name]) for name in new if name in old and old[name] and new[name]]


def machine_drift(before: Results, after: Results) -> float | None:
    """Return the relative slowdown of the other servers and the control function, which the machine caused.

    ``None`` if the runs have none of them in common."""
    control = before.micro.get(CONTROL), after.micro.get(CONTROL)
    drifts = [median(control[1]) / median(control[0]) - 1] if control[0] and control[1] else []
    for row in after.loads:
        old = before.load(row.scenario, row.server)
        if old is not None and not row.server.startswith(US) and after.load(row.scenario, row.server):
            drifts.append(old.median("rps") / row.median("rps") - 1)
    return median(drifts) if drifts else None


def _figures(results: Results) -> Iterator[tuple[str, list[float]]]:
    """Yield the figures of casemock by name, converted so that larger means slower."""
    for row in results.loads:
        if row.server.startswith(US) and results.load(row.scenario, row.server):
            yield f"{row.scenario}, {row.server}: time per request", [1e6 / each.rps for each in row.rounds]
            yield f"{row.scenario}, {row.server}: CPU µs per request", [each.cpu_us for each in row.rounds]
            yield f"{row.scenario}, {row.server}: p99 ms", [each.p99_ms for each in row.rounds]
    yield "cold start, s", results.cold.get(US, [])
    for name, rates in results.generate.items():
        if name.startswith("mockserver"):
            yield f"{name}: µs per case", [1e6 / rate for rate in rates]
    for name, spent in results.micro.items():
        if name != CONTROL:
            yield f"{name}, µs", spent


def _change(name: str, old: Sequence[float], new: Sequence[float]) -> Change:
    before, after = median(old), median(new)
    few = min(len(old), len(new)) < 3
    noise = 2 * hypot(_standard_error(old) / before, _standard_error(new) / after)
    return Change(name, before, after, after / before - 1, max(FEW_ROUNDS_FLOOR if few else FLOOR, noise))


def _standard_error(figures: Sequence[float]) -> float:
    """Return the standard error of the median: 1.2533 standard deviations divided by the root of the count.

    The deviation is estimated as 1.4826 times the median absolute deviation, which one outlier does not change.
    """
    middle = median(figures)
    deviation = 1.4826 * median(abs(figure - middle) for figure in figures)
    return 1.2533 * deviation / sqrt(len(figures))
