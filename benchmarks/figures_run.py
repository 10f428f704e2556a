"""A run that yields figures: it prints those before an interruption or an error, and checks what is required."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.command import INTERRUPTED, WRONG_USAGE
from benchmarks.measure import log
from benchmarks.processes import BenchmarkError
from benchmarks.stores.results import Figure, as_json, report

OK, MISSED = 0, 1


def print_figures(title: str, facts: Mapping[str, str], measured: Iterable[Figure], file: Path | None) -> int:
    """Measure and print figures.

    :param file: also gets them, as JSON.
    :returns: an exit code: 0, 1 (a requirement is missed), 2 (something cannot be measured) or 130 (interrupted).
    """
    figures: list[Figure] = []
    code = OK
    try:
        figures += measured  # keeps those before an exception
    except KeyboardInterrupt:
        log("interrupted; results so far:")
        code = INTERRUPTED
    except BenchmarkError as error:
        log(f"error: {error}; results so far:")
        code = WRONG_USAGE
    print(report(facts, figures, title=title))
    if file:
        file.write_text(json.dumps(as_json(facts, figures), indent=1, ensure_ascii=False) + "\n", "utf-8")
    missed = [one.name for one in figures if not one.ok]
    if missed:
        log(f"missed: {'; '.join(missed)}")
    return code or (MISSED if missed else OK)
