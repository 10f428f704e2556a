"""Performance thresholds of casemock and their results in a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from benchmarks import generate, micro
from benchmarks.results import Results
from benchmarks.scenarios import GET_KNOWN, GET_NEW, PATCH, REFUSED, SCENARIOS

US, PRISM, BACKEND, BARE = "casemock", "prism", "openapi-backend", "bare"

Figure = Callable[[Results], float | None]
"""Computes a figure from the results of a run; ``None`` if it was not measured."""


@dataclass(frozen=True)
class Threshold:
    """The required value of one figure.

    :param required: the bound; ``None``: there is only a goal.
    :param goal: a better value to aim for; ``None``: there is none.
    :param is_minimum: the bounds are minimums, otherwise maximums.
    """

    name: str
    figure: Figure
    required: float | None
    goal: float | None = None
    is_minimum: bool = True
    unit: str = "×"

    def evaluate(self, results: Results) -> ThresholdResult:
        """Compare the figure of a run with the threshold."""
        value = self.figure(results)
        return ThresholdResult(self, value, value is not None and self._satisfies(value, self.required))

    def reaches_goal(self, value: float) -> bool:
        """Whether the goal is reached."""
        return self.goal is not None and self._satisfies(value, self.goal)

    def _satisfies(self, value: float, bound: float | None) -> bool:
        return bound is None or (value >= bound if self.is_minimum else value <= bound)


@dataclass(frozen=True)
class ThresholdResult:
    """A threshold with the figure of a run.

    :param value: ``None`` if it was not measured.
    """

    threshold: Threshold
    value: float | None
    reached: bool

    @property
    def missed(self) -> bool:
        """Whether the figure was measured and does not satisfy the threshold."""
        return self.value is not None and not self.reached


def threshold_results(results: Results) -> list[ThresholdResult]:
    """Return the results of all thresholds, in the order of the table."""
    return [threshold.evaluate(results) for threshold in THRESHOLDS]


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
    Threshold("GET with new ids / Prism dynamic", _speed(GET_NEW.name, PRISM), 30, 40),
    Threshold("GET with new ids / openapi-backend", _speed(GET_NEW.name, BACKEND), 2.5, 3),
    Threshold("GET with new ids / bare ASGI", _speed(GET_NEW.name, BARE), None, 0.5),
    Threshold("GET with known ids / Prism static", _speed(GET_KNOWN.name, PRISM), 3.5),
    Threshold("PATCH with a valid body / Prism", _speed(PATCH.name, PRISM), 2.5, 3),
    Threshold("PATCH with an invalid body / Prism", _speed(REFUSED.name, PRISM), 5),
    *(Threshold(f"p99 of {scenario.name} / Prism", _p99(scenario.name), 1, is_minimum=False) for scenario in SCENARIOS),
    Threshold("Idle memory of a worker", _idle, 100, is_minimum=False, unit=" MB"),
    Threshold("Cold start / Prism", _cold_ratio, 1, is_minimum=False),
    Threshold("Cold start", _cold, None, 0.55, is_minimum=False, unit=" s"),
    Threshold("Invalid bodies", _invalid, 0, is_minimum=False, unit=""),
    Threshold("mockserver generate, two attachments", _generated, 40_000, unit=" cases/s"),
    Threshold("Last / first of 1,000 routes", _routes, 1.05, is_minimum=False),
)
