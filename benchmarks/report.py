"""The report of a run: Markdown tables that are also readable in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from benchmarks.baseline import changes, machine_drift
from benchmarks.peers.registry import PEERS
from benchmarks.results import Load, Results
from benchmarks.scenarios import SCENARIOS, WORKERS
from benchmarks.thresholds import BACKEND, PRISM, US, ThresholdResult, threshold_results

Row = Sequence[str]
NOT_MEASURED = "–"
_FIRST_CHARACTERS = {*"0123456789+-±≥≤", NOT_MEASURED}


def report(results: Results) -> str:
    """Return all figures of a run as Markdown."""
    parts = [
        _facts(results),
        _thresholds(results),
        *(_scenario(results, scenario.name, scenario.title) for scenario in SCENARIOS),
        _scenario(results, WORKERS, "GET with new ids, server and wrk sharing all cores"),
        _cold(results),
        _bodies(results),
        _generate(results),
        _micro(results),
        _excluded(results),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def compare(before: Results, after: Results) -> str:
    """Return a table of the figures that became slower or faster than in an earlier run."""
    found = changes(before, after)
    slower = [change for change in found if change.is_slower]
    faster = [change for change in found if change.is_faster]
    rows = [
        [change.name, _number(change.before), _number(change.after), f"{change.worse:+.0%}", f"±{change.noise:.0%}"]
        for change in sorted([*slower, *faster], key=lambda change: -change.worse)
    ]
    heading = f"{len(slower)} of {len(found)} figures became slower, {len(faster)} faster"
    drift = machine_drift(before, after)
    control = (
        ""
        if drift is None
        else f"\n\nOther servers and the control function became slower by {drift:+.0%}: subtract that."
    )
    return table(heading, ["figure", "before", "now", "slower", "noise"], rows) + control + "\n"


def _facts(results: Results) -> str:
    lines = [f"- {name}: {value}" for name, value in {**results.facts, **results.versions}.items()]
    return "\n".join(["### Run", "", *lines]) if lines else ""


def _thresholds(results: Results) -> str:
    rows = [_threshold(result) for result in threshold_results(results) if result.value is not None]
    return table("Thresholds", ["figure", "measured", "required", "goal", ""], rows)


def _threshold(result: ThresholdResult) -> Row:
    threshold, value = result.threshold, result.value or 0.0
    sign = "≥" if threshold.is_minimum else "≤"
    bounds = [
        "" if bound is None else f"{sign} {_number(bound)}{threshold.unit}"
        for bound in (threshold.required, threshold.goal)
    ]
    required = "reached" if result.reached else "**not reached**"
    goal = "goal reached" if threshold.reaches_goal(value) else "goal not reached"
    parts = [required] * (threshold.required is not None) + [goal] * (result.reached and threshold.goal is not None)
    return [threshold.name, f"{_number(value)}{threshold.unit}", *bounds, ", ".join(parts)]


def _scenario(results: Results, name: str, title: str) -> str:
    rows = [_load(results, row) for row in results.loads if row.scenario == name and row.rounds]
    columns = ["server", "req/s", "× Prism", "× openapi-backend", "p50 ms", "p99 ms", "CPU µs", "MB idle", "MB loaded"]
    if name == WORKERS:
        columns[2:4], ours = ["× 1 worker"], results.load(name, US)
        for cells, row in zip(rows, (row for row in results.loads if row.scenario == name and row.rounds), strict=True):
            cells[2:4] = [_times(row.median("rps") / ours.median("rps")) if ours else NOT_MEASURED]
    return table(title, columns, rows)


def _load(results: Results, row: Load) -> list[str]:
    if row.errors:
        return [row.server, f"failed: {row.errors:,} wrong responses", *[NOT_MEASURED] * 7]
    ratios = [results.ratio(row.scenario, row.server, other) for other in (PRISM, BACKEND)]
    return [
        row.server,
        f"{row.median('rps'):,.0f}",
        *(NOT_MEASURED if ratio is None else _times(ratio) for ratio in ratios),
        f"{row.median('p50_ms'):.1f}",
        f"{row.median('p99_ms'):.1f}",
        f"{row.median('cpu_us'):,.0f}",
        f"{row.idle_mb:.0f}",
        f"{row.loaded_mb:.0f}",
    ]


def _cold(results: Results) -> str:
    rows = [[name, f"{median(times):.2f}", f"{min(times):.2f}"] for name, times in results.cold.items() if times]
    return table("Cold start: time to the first correct response", ["server", "median s", "best s"], rows)


def _bodies(results: Results) -> str:
    rows = [
        [
            name,
            f"{found.invalid} of {found.asked}",
            str(found.distinct),
            f"{found.mean_bytes:,}",
            "; ".join(list(found.faults)[:2]),
        ]
        for name, found in results.bodies.items()
    ]
    return table("Invalid bodies", ["server", "invalid", "distinct", "bytes", "violations"], rows)


def _generate(results: Results) -> str:
    rows = [[name, f"{median(rates):,.0f}", f"{max(rates):,.0f}"] for name, rates in results.generate.items()]
    return table("Generated cases with two attachments per second, one core", ["", "median", "best"], rows)


def _micro(results: Results) -> str:
    rows = [[name, f"{min(figures):.2f}", f"{median(figures):.2f}"] for name, figures in results.micro.items()]
    return table("Functions, µs of CPU time per call", ["function", "best", "median"], rows)


def _excluded(results: Results) -> str:
    rows = [[name, reason.replace("\n", " ").replace("|", "/")] for name, reason in results.left_out.items()]
    return table("Excluded servers", ["server", "reason"], rows)


def limits() -> str:
    """Return a table of the documented behavior that each server lacks."""
    rows = [[peer.name, peer.lacks] for peer in PEERS if peer.lacks]
    return table("Limits of the other servers", ["server", ""], rows)


def table(title: str, columns: Row, rows: Iterable[Row]) -> str:
    """Return a heading and a padded Markdown table with figures aligned to the right; ``""`` if it has no rows."""
    cells = [list(columns), *(list(row) for row in rows)]
    if len(cells) == 1:
        return ""
    widths = [max(len(line[column]) for line in cells) for column in range(len(columns))]
    right = [_is_figures(line[column] for line in cells[1:]) for column in range(len(columns))]
    lines = [_line(line, widths, right) for line in cells]
    rule = "|".join("-" * (width + 1) + "-:"[to_right] for width, to_right in zip(widths, right, strict=True))
    return "\n".join([f"### {title}", "", lines[0], f"|{rule}|", *lines[1:]])


def _is_figures(column: Iterable[str]) -> bool:
    """Whether all cells of a column that are not empty are figures."""
    filled = [cell for cell in column if cell]
    return bool(filled) and all(cell[0] in _FIRST_CHARACTERS for cell in filled)


def _line(cells: Row, widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (
        cell.rjust(width) if to_right else cell.ljust(width)
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    )
    return f"| {' | '.join(padded)} |"


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.1f}"


def _number(value: float) -> str:
    """Format a number with up to three significant digits, without trailing zeros."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}".removesuffix(".0") if value >= 10 else f"{value:.2f}".rstrip("0").removesuffix(".")
