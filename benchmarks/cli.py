"""``python -m benchmarks``: the arguments, the run, the report."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from benchmarks import machine
from benchmarks.install import default_cache
from benchmarks.load import CONNECTIONS, check_wrk
from benchmarks.measure import PARTS, Plan, Run, say
from benchmarks.peers.registry import PEERS
from benchmarks.plot import plot
from benchmarks.processes import BenchmarkError
from benchmarks.report import compare, limits, report
from benchmarks.results import Results, read
from benchmarks.scenarios import SCENARIOS, WORKERS
from benchmarks.thresholds import verdicts

OK, MISSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

DESCRIPTION = "Measure casemock and other mock servers on the same document in the same run. Linux; needs wrk."

EPILOG = f"""\
--only takes servers ({", ".join(peer.name for peer in PEERS)})
and parts ({", ".join(PARTS)}); without a server all of them, without a part all of them.
Everything that is fetched is kept in the cache folder."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; the exit code: 0, 1 where ``--check`` finds a threshold missed, 2 where it cannot begin."""
    parser = _parser()
    told = parser.parse_args(arguments)
    try:
        baseline = read(told.baseline) if told.baseline else None
        if told.report:
            return _finish(read(told.report), baseline, told)
        plan = _plan(parser, told)
        if {*plan.parts} & {WORKERS, *(scenario.name for scenario in SCENARIOS)}:
            check_wrk()
        return _measure(plan, baseline, told)
    except (BenchmarkError, ValueError) as error:
        say(f"error: {error}")
        return WRONG_USAGE


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("benchmarks", description=DESCRIPTION, epilog=EPILOG, formatter_class=formatter)
    parser.add_argument("--only", metavar="NAME,…", default="", help="these servers and parts only")
    parser.add_argument("--rounds", type=int, default=5, help="windows of which the median counts (default: 5)")
    parser.add_argument("--seconds", type=int, default=4, help="length of a window (default: 4)")
    parser.add_argument("--quick", action="store_true", help="one round of one second: to see that everything works")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a threshold was measured and missed")
    parser.add_argument(
        "--baseline", type=Path, metavar="FILE", help="say what became slower than in this results.json"
    )
    parser.add_argument("--report", type=Path, metavar="FILE", help="measure nothing, report this results.json")
    parser.add_argument("--cache", type=Path, default=default_cache(), metavar="FOLDER", help="default: %(default)s")
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="for results.json, .md and .svg (default: cache)")
    return parser


def _plan(parser: argparse.ArgumentParser, told: argparse.Namespace) -> Plan:
    names = [name for name in told.only.split(",") if name]
    unknown = [name for name in names if name not in {*PARTS, *(peer.name for peer in PEERS)}]
    if unknown:
        parser.error(f"--only: there is no {', '.join(unknown)}\n{EPILOG}")
    if min(told.rounds, told.seconds) < 1:
        parser.error("--rounds and --seconds: at least 1")
    return Plan(
        cache=told.cache.resolve(),
        peers=[peer for peer in PEERS if peer.name in names] or PEERS,
        parts=[part for part in PARTS if part in names] or PARTS,
        seconds=1 if told.quick else told.seconds,
        rounds=1 if told.quick else told.rounds,
        quick=told.quick,
    )


def _measure(plan: Plan, baseline: Results | None, told: argparse.Namespace) -> int:
    windows = f"{plan.rounds} × {plan.seconds} s, {CONNECTIONS} connections{', quick' if plan.quick else ''}"
    results = Results(facts={**machine.facts(), "windows": windows})
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        Run(plan, results)()
    except KeyboardInterrupt:
        say("interrupted; this is what there is:")
        results.facts["interrupted"] = "yes"
        _finish(results, baseline, told)
        return INTERRUPTED
    return _finish(results, baseline, told)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """End as with Ctrl-C: every server is stopped on the way out."""
    raise KeyboardInterrupt


def _finish(results: Results, baseline: Results | None, told: argparse.Namespace) -> int:
    """Print the report and write the files."""
    text = "\n".join([report(results), *([limits(), ""] if results.loads else [])])
    print(text)
    if baseline is not None:
        print(compare(baseline, results))
    folder = told.output or told.cache / "results"
    if not told.report or told.output:
        results.write(folder / "results.json")
        (folder / "results.md").write_text(text, "utf-8")
        (folder / "results.svg").write_text(plot(results), "utf-8")
        say(f"written: {folder}/results.json, .md, .svg")
    missed = [verdict.threshold.name for verdict in verdicts(results) if verdict.missed]
    if missed:
        say(f"missed: {'; '.join(missed)}")
    return MISSED if missed and told.check else OK
