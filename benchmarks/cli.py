"""The command ``python -m benchmarks``: options, run and report."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from benchmarks import machine
from benchmarks.install import add_cache_option
from benchmarks.load import CONNECTIONS, check_wrk
from benchmarks.measure import PARTS, Plan, Run, log
from benchmarks.peers.registry import PEERS
from benchmarks.plot import plot
from benchmarks.processes import BenchmarkError
from benchmarks.report import compare, limits, report
from benchmarks.results import Results, read
from benchmarks.scenarios import SCENARIOS, WORKERS
from benchmarks.thresholds import threshold_results

OK, MISSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

DESCRIPTION = "Measure casemock and other mock servers on the same document in one run. Requires Linux and wrk."

SERVER_NAMES = ", ".join(peer.name for peer in PEERS)

EPILOG = f"""\
--only accepts servers ({SERVER_NAMES})
and parts ({", ".join(PARTS)}).
Without a server name it measures all servers, without a part name all parts.
Downloads are kept in the cache folder."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 (``--check`` found a missed threshold), 2 (cannot start) or 130 (interrupted)."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        baseline = read(options.baseline) if options.baseline else None
        if options.report:
            return _finish(read(options.report), baseline, options)
        plan = _plan(parser, options)
        if {*plan.parts} & {WORKERS, *(scenario.name for scenario in SCENARIOS)}:
            check_wrk()
        return _measure(plan, baseline, options)
    except (BenchmarkError, ValueError) as error:
        log(f"error: {error}")
        return WRONG_USAGE


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("benchmarks", description=DESCRIPTION, epilog=EPILOG, formatter_class=formatter)
    parser.add_argument("--only", metavar="NAME,…", default="", help="measure only these servers and parts")
    parser.add_argument("--rounds", type=int, default=5, help="windows per server; the median is reported (default: 5)")
    parser.add_argument("--seconds", type=int, default=4, help="length of a window in seconds (default: 4)")
    parser.add_argument("--quick", action="store_true", help="one window of one second, as a smoke test")
    parser.add_argument("--check", action="store_true", help="exit with code 1 if a measured threshold is missed")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="compare with this results.json")
    parser.add_argument("--report", type=Path, metavar="FILE", help="only print the report of this results.json")
    add_cache_option(parser)
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FOLDER",
        help="folder for results.json, .md and .svg (default: in the cache folder)",
    )
    return parser


def _plan(parser: argparse.ArgumentParser, options: argparse.Namespace) -> Plan:
    names = [name for name in options.only.split(",") if name]
    unknown = [name for name in names if name not in {*PARTS, *(peer.name for peer in PEERS)}]
    if unknown:
        parser.error(f"--only: unknown name: {', '.join(unknown)}\n{EPILOG}")
    if min(options.rounds, options.seconds) < 1:
        parser.error("--rounds and --seconds must be at least 1")
    return Plan(
        cache=options.cache.resolve(),
        peers=[peer for peer in PEERS if peer.name in names] or PEERS,
        parts=[part for part in PARTS if part in names] or PARTS,
        seconds=1 if options.quick else options.seconds,
        rounds=1 if options.quick else options.rounds,
        quick=options.quick,
    )


def _measure(plan: Plan, baseline: Results | None, options: argparse.Namespace) -> int:
    windows = f"{plan.rounds} × {plan.seconds} s, {CONNECTIONS} connections{', quick' if plan.quick else ''}"
    results = Results(facts={**machine.facts(), "windows": windows})
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        Run(plan, results)()
    except KeyboardInterrupt:
        log("interrupted; results so far:")
        results.facts["interrupted"] = "yes"
        _finish(results, baseline, options)
        return INTERRUPTED
    return _finish(results, baseline, options)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Handle SIGTERM like Ctrl-C, so that every server is stopped."""
    raise KeyboardInterrupt


def _finish(results: Results, baseline: Results | None, options: argparse.Namespace) -> int:
    """Print the report and write the files."""
    text = "\n".join([report(results), *([limits(), ""] if results.loads else [])])
    print(text)
    if baseline is not None:
        print(compare(baseline, results))
    folder = options.output or options.cache / "results"
    if not options.report or options.output:
        results.write(folder / "results.json")
        (folder / "results.md").write_text(text, "utf-8")
        (folder / "results.svg").write_text(plot(results), "utf-8")
        log(f"wrote {folder}/results.json, .md, .svg")
    missed = [result.threshold.name for result in threshold_results(results) if result.missed]
    if missed:
        log(f"missed thresholds: {'; '.join(missed)}")
    return MISSED if missed and options.check else OK
