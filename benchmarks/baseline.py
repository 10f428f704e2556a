"""What became slower since an earlier run, beyond what chance does to medians."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot, sqrt
from statistics import median

from benchmarks.micro import CONTROL
from benchmarks.results import Results
from benchmarks.thresholds import US

FLOOR = 0.03
"""Smaller changes are no news, however steady the figures."""

FLOOR_OF_FEW = 0.15
"""The same where a side has fewer than three rounds, whose spread says nothing."""


@dataclass(frozen=True)
class Change:
    """A figure of ours in two runs.

    :param worse: by how much it got worse: 0.1 is a tenth; negative: it got better.
    :param noise: how much of a change chance alone may make.
    """

    name: str
    before: float
    after: float
    worse: float
    noise: float

    @property
    def is_slower(self) -> bool:
        """Worse than chance would have it."""
        return self.worse > self.noise

    @property
    def is_faster(self) -> bool:
        """Better than chance would have it."""
        return -self.worse > self.noise


def changes(before: Results, after: Results) -> list[Change]:
    """Every figure of casemock that both runs have."""
    old, new = dict(_figures(before)), dict(_figures(after))
    return [_change(name, old[name], new[name]) for name in new if name in old and old[name] and new[name]]


def machine_drift(before: Results, after: Results) -> float | None:
    """By how much the other servers and a fixed piece of Python got slower: the machine's doing, not ours."""
    control = before.micro.get(CONTROL), after.micro.get(CONTROL)
    drifts = [median(control[1]) / median(control[0]) - 1] if control[0] and control[1] else []
    for row in after.loads:
        old = before.load(row.scenario, row.server)
        if old is not None and not row.server.startswith(US) and after.load(row.scenario, row.server):
            drifts.append(old.middle("rps") / row.middle("rps") - 1)
    return median(drifts) if drifts else None


def _figures(results: Results) -> Iterator[tuple[str, list[float]]]:
    """Figures of ours by name, turned so that more is slower."""
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
    chance = 2 * hypot(_error(old) / before, _error(new) / after)
    return Change(name, before, after, after / before - 1, max(FLOOR_OF_FEW if few else FLOOR, chance))


def _error(figures: Sequence[float]) -> float:
    """The standard error of a median: 1.2533 standard deviations by the root of the number of figures.

    The deviation is taken from the median absolute deviation (by 1.4826), which one outlier does not move.
    """
    middle = median(figures)
    deviation = 1.4826 * median(abs(figure - middle) for figure in figures)
    return 1.2533 * deviation / sqrt(len(figures))
