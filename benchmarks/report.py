"""The figures of a run as text: tables that are Markdown and read well on a terminal too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from benchmarks.baseline import changes, machine_drift
from benchmarks.peers.registry import PEERS
from benchmarks.results import Load, Results
from benchmarks.scenarios import SCENARIOS, WORKERS
from benchmarks.thresholds import BACKEND, PRISM, US, Verdict, verdicts

Row = Sequence[str]
NOT_MEASURED = "–"
_BEGINS_FIGURE = {*"0123456789+-±≥≤", NOT_MEASURED}


def report(results: Results) -> str:
    """Everything that was measured."""
    parts = [
        _facts(results),
        _thresholds(results),
        *(_scenario(results, scenario.name, scenario.title) for scenario in SCENARIOS),
        _scenario(results, WORKERS, "GET of new ids, server and load together on all cores"),
        _cold(results),
        _bodies(results),
        _generate(results),
        _micro(results),
        _left_out(results),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def compare(before: Results, after: Results) -> str:
    """What became slower or faster than in an earlier run."""
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
        else f"\n\nWhat is not ours changed by {drift:+.0%} (time per request or call): take that off."
    )
    return _table(heading, ["figure", "before", "now", "slower", "noise"], rows) + control + "\n"


def _facts(results: Results) -> str:
    lines = [f"- {name}: {value}" for name, value in {**results.facts, **results.versions}.items()]
    return "\n".join(["### Run", "", *lines]) if lines else ""


def _thresholds(results: Results) -> str:
    rows = [_verdict(verdict) for verdict in verdicts(results) if verdict.value is not None]
    return _table("Thresholds", ["figure", "measured", "must", "aim", ""], rows)


def _verdict(verdict: Verdict) -> Row:
    threshold, value = verdict.threshold, verdict.value or 0.0
    sign = "≥" if threshold.least else "≤"
    bounds = [f"{sign} {_number(bound)}{threshold.unit}" if bound is not None else "" for bound in _bounds(verdict)]
    word = "reached" if verdict.reached else "**not reached**"
    aim = "aim reached" if threshold.reaches_aim(value) else "aim not reached"
    words = [word] * (threshold.must is not None) + [aim] * (verdict.reached and threshold.aim is not None)
    return [threshold.name, f"{_number(value)}{threshold.unit}", *bounds, ", ".join(words)]


def _bounds(verdict: Verdict) -> tuple[float | None, float | None]:
    return verdict.threshold.must, verdict.threshold.aim


def _scenario(results: Results, name: str, title: str) -> str:
    rows = [_load(results, row) for row in results.loads if row.scenario == name and row.rounds]
    columns = ["server", "req/s", "× Prism", "× openapi-backend", "p50 ms", "p99 ms", "CPU µs", "MB idle", "MB loaded"]
    if name == WORKERS:
        columns[2:4], ours = ["× 1 worker"], results.load(name, US)
        for cells, row in zip(rows, (row for row in results.loads if row.scenario == name and row.rounds), strict=True):
            cells[2:4] = [_times(row.middle("rps") / ours.middle("rps")) if ours else NOT_MEASURED]
    return _table(title, columns, rows)


def _load(results: Results, row: Load) -> list[str]:
    if row.errors:
        return [row.server, f"failed: {row.errors:,} wrong answers", *[NOT_MEASURED] * 7]
    ratios = [results.ratio(row.scenario, row.server, other) for other in (PRISM, BACKEND)]
    return [
        row.server,
        f"{row.middle('rps'):,.0f}",
        *(NOT_MEASURED if ratio is None else _times(ratio) for ratio in ratios),
        f"{row.middle('p50_ms'):.1f}",
        f"{row.middle('p99_ms'):.1f}",
        f"{row.middle('cpu_us'):,.0f}",
        f"{row.idle_mb:.0f}",
        f"{row.loaded_mb:.0f}",
    ]


def _cold(results: Results) -> str:
    rows = [[name, f"{median(times):.2f}", f"{min(times):.2f}"] for name, times in results.cold.items() if times]
    return _table("Cold start to the first correct answer", ["server", "median s", "best s"], rows)


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
    return _table("Invalid bodies", ["server", "invalid", "distinct", "bytes", "what is wrong"], rows)


def _generate(results: Results) -> str:
    rows = [[name, f"{median(rates):,.0f}", f"{max(rates):,.0f}"] for name, rates in results.generate.items()]
    return _table("Cases with two attachments a second, one core", ["", "median", "best"], rows)


def _micro(results: Results) -> str:
    rows = [[name, f"{min(spent):.2f}", f"{median(spent):.2f}"] for name, spent in results.micro.items()]
    return _table("Functions, µs of CPU time per call", ["function", "best", "median"], rows)


def _left_out(results: Results) -> str:
    rows = [[name, why.replace("\n", " ").replace("|", "/")] for name, why in results.left_out.items()]
    return _table("Left out", ["server", "why"], rows)


def limits() -> str:
    """What each server does less of than the document asks for."""
    return _table("What the others do less", ["server", ""], [[peer.name, peer.lacks] for peer in PEERS if peer.lacks])


def _table(title: str, columns: Row, rows: Iterable[Row]) -> str:
    """A Markdown table under a heading, padded, figures to the right; ``""`` without rows."""
    cells = [list(columns), *(list(row) for row in rows)]
    if len(cells) == 1:
        return ""
    widths = [max(len(line[column]) for line in cells) for column in range(len(columns))]
    right = [_is_figures(line[column] for line in cells[1:]) for column in range(len(columns))]
    lines = [_line(line, widths, right) for line in cells]
    rule = "|".join("-" * (width + 1) + "-:"[to_right] for width, to_right in zip(widths, right, strict=True))
    return "\n".join([f"### {title}", "", lines[0], f"|{rule}|", *lines[1:]])


def _is_figures(column: Iterable[str]) -> bool:
    """Whether a column is set to the right."""
    filled = [cell for cell in column if cell]
    return bool(filled) and all(cell[0] in _BEGINS_FIGURE for cell in filled)


def _line(cells: Row, widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (
        cell.rjust(width) if to_right else cell.ljust(width)
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    )
    return f"| {' | '.join(padded)} |"


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.1f}"


def _number(value: float) -> str:
    """Three digits that count, and no zeros behind them."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}".removesuffix(".0") if value >= 10 else f"{value:.2f}".rstrip("0").removesuffix(".")
