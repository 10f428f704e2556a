"""Results with chosen figures."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.load import Round
from benchmarks.results import Bodies, Load, Results


def rounds(*rates: float, p99_ms: float = 10.0, errors: int = 0) -> list[Round]:
    """Return windows with these numbers of requests per second."""
    return [Round(rate, p99_ms / 2, p99_ms, 1e6 / rate, 1000, errors) for rate in rates]


def row(server: str, scenario: str, rates: Sequence[float], *, idle_mb: float = 60.0, errors: int = 0) -> Load:
    """Return the row of a server in a scenario."""
    return Load(server, scenario, idle_mb, idle_mb + 5, rounds(*rates, errors=errors))


def whole_run() -> Results:
    """Return a run in which all parts were measured and all thresholds and goals are reached."""
    rates = {"casemock": 16_000, "prism": 400, "openapi-backend": 4_500, "wiremock": 3_000, "bare": 30_000}
    scenarios = ("get-new", "get-known", "patch", "refused")
    return Results(
        facts={"processor": "any", "windows": "3 × 1 s"},
        versions={"prism": "5.16.0"},
        loads=[
            *(
                row(server, name, [rate, rate * 1.01, rate * 0.99])
                for name in scenarios
                for server, rate in rates.items()
            ),
            row("casemock", "workers", [5_000]),
            row("casemock-2-workers", "workers", [9_000]),
        ],
        cold={"casemock": [0.5, 0.4, 0.6], "prism": [1.0]},
        bodies={"casemock": Bodies(200, 0, 200, 1200), "prism": Bodies(200, 3, 200, 1600, {"url: format": 3})},
        micro={"route, first of 1,000": [1.0, 1.1], "route, last of 1,000": [1.02, 1.0], "identify": [1.5]},
        generate={"mockserver generate": [50_000, 51_000], "faker, field by field": [1_900]},
    )
