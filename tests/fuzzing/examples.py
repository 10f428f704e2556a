"""How many examples are tried."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

SOAK = 1000
"""More examples than this are only tried if they are wanted."""

IN_FOLDER = settings(
    max_examples=25 if settings.default.max_examples < SOAK else settings.default.max_examples,
    # One folder for all examples: each overwrites the files of the one before.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
