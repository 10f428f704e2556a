"""What casemock has set itself to reach, held against the figures of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from benchmarks import generate, micro
from benchmarks.results import Results
from benchmarks.scenarios import GET_KNOWN, GET_NEW, PATCH, REFUSED, SCENARIOS

US, PRISM, BACKEND, BARE = "casemock", "prism", "openapi-backend", "bare"

Figure = Callable[[Results], float | None]
"""Taken from a run; ``None``: it was not measured."""


@dataclass(frozen=True)
class Threshold:
    """One figure and how good it must be.

    :param least: it must be as much or more; else as much or less.
    :param aim: what is hoped for; ``None``: no more than what must be.
    """

    name: str
    figure: Figure
    must: float | None
    aim: float | None = None
    least: bool = True
    unit: str = "×"

    def verdict(self, results: Results) -> Verdict:
        """Hold it against a run."""
        value = self.figure(results)
        return Verdict(self, value, value is not None and self._holds(value, self.must))

    def reaches_aim(self, value: float) -> bool:
        """Whether the figure is as good as is hoped for."""
        return self.aim is not None and self._holds(value, self.aim)

    def _holds(self, value: float, bound: float | None) -> bool:
        return bound is None or (value >= bound if self.least else value <= bound)


@dataclass(frozen=True)
class Verdict:
    """A threshold with the figure of a run.

    :param value: ``None``: not measured.
    """

    threshold: Threshold
    value: float | None
    reached: bool

    @property
    def missed(self) -> bool:
        """Measured, and not good enough."""
        return self.value is not None and not self.reached


def verdicts(results: Results) -> list[Verdict]:
    """All thresholds, in the order of the table."""
    return [threshold.verdict(results) for threshold in THRESHOLDS]


def _speed(scenario: str, other: str) -> Figure:
    return lambda results: results.ratio(scenario, US, other)


def _p99(scenario: str) -> Figure:
    return lambda results: results.ratio(scenario, US, PRISM, "p99_ms")


def _idle(results: Results) -> float | None:
    row = results.load(GET_NEW.name, US)
    return row.idle_mb if row else None


def _cold(results: Results) -> float | None:
    return median(results.cold[US]) if results.cold.get(US) else None


def _cold_ratio(results: Results) -> float | None:
    both = results.cold.get(US), results.cold.get(PRISM)
    return median(both[0]) / median(both[1]) if both[0] and both[1] else None


def _invalid(results: Results) -> float | None:
    found = results.bodies.get(US)
    return float(found.invalid) if found else None


def _generated(results: Results) -> float | None:
    figures = results.generate.get(generate.OURS)
    return median(figures) if figures else None


def _routes(results: Results) -> float | None:
    first, last = results.micro.get(micro.FIRST_ROUTE), results.micro.get(micro.LAST_ROUTE)
    return min(last) / min(first) if first and last else None


THRESHOLDS = (
    Threshold("GET of new ids, to Prism dynamic", _speed(GET_NEW.name, PRISM), 30, 40),
    Threshold("GET of new ids, to openapi-backend", _speed(GET_NEW.name, BACKEND), 2.5, 3),
    Threshold("GET of new ids, to bare ASGI", _speed(GET_NEW.name, BARE), None, 0.5),
    Threshold("GET of known ids, to Prism static", _speed(GET_KNOWN.name, PRISM), 3.5),
    Threshold("PATCH with a valid body, to Prism", _speed(PATCH.name, PRISM), 2.5, 3),
    Threshold("Refused body, to Prism", _speed(REFUSED.name, PRISM), 5),
    *(Threshold(f"p99 of {scenario.name}, to Prism's", _p99(scenario.name), 1, least=False) for scenario in SCENARIOS),
    Threshold("Idle memory of a worker", _idle, 100, least=False, unit=" MB"),
    Threshold("Cold start, to Prism's", _cold_ratio, 1, least=False),
    Threshold("Cold start", _cold, None, 0.55, least=False, unit=" s"),
    Threshold("Invalid bodies", _invalid, 0, least=False, unit=""),
    Threshold("mockserver generate, two attachments", _generated, 40_000, unit=" cases/s"),
    Threshold("Last of 1,000 routes, to the first", _routes, 1.05, least=False),
)
