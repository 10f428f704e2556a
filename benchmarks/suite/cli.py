"""The command ``python -m benchmarks scenarios``."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.command import run_command
from benchmarks.measure import log
from benchmarks.processes import BenchmarkError
from benchmarks.suite.play import Played, play_suite
from benchmarks.suite.reasons import DATA, read_reasons
from benchmarks.suite.scenario import read_suite

OK, MISSED, INTERRUPTED = 0, 1, 130

DESCRIPTION = """\
Play the scenarios of Prism's test harness against casemock, in this process.
The suite is not part of the repository. Get it once:
  git clone --depth 1 https://github.com/stoplightio/prism
and give the folder as --suite; a bare repository is read as well."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Return 0, 1 (a scenario differs without a reason in the data file), 2 (cannot start) or 130 (interrupted).
    """
    options = _parser().parse_args(arguments)
    return run_command(lambda: _run(options))


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("benchmarks scenarios", description=DESCRIPTION, formatter_class=formatter)
    parser.add_argument("--suite", type=Path, metavar="FOLDER", required=True, help="folder of the suite")
    parser.add_argument("--only", metavar="NAME", default="", help="play only scenarios whose name contains NAME")
    parser.add_argument(
        "--complete", action="store_true", help="add the required fields that documents lack, such as 'info'"
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write all results as JSON")
    return parser


def _run(options: argparse.Namespace) -> int:
    scenarios = [one for one in read_suite(options.suite) if options.only in one.name]
    if not scenarios:
        raise BenchmarkError(f"--only: no scenario has {options.only!r} in its name")
    reasons = read_reasons()
    results: list[Played] = []
    code = OK
    try:
        for number, played in enumerate(play_suite(scenarios, completed=options.complete), 1):
            log(f"[{number}/{len(scenarios)}] {played.scenario.name}: {outcome(played, reasons)}")
            results.append(played)
    except KeyboardInterrupt:
        log("interrupted; results so far:")
        code = INTERRUPTED
    print("\n".join(report(results, reasons)))
    if options.output:
        options.output.write_text(json.dumps([as_json(one, reasons) for one in results], indent=1), "utf-8")
    unexplained = [one for one in results if one.differences and name_of(one) not in reasons]
    return code or (MISSED if unexplained else OK)


def name_of(played: Played) -> str:
    """Return the name of a scenario without its ending, as in the data file."""
    return played.scenario.name.removesuffix(".txt")


def outcome(played: Played, reasons: Mapping[str, str]) -> str:
    """Return the result in one word or two."""
    if played.excluded:
        return "not portable"
    if played.passed:
        return "passed"
    return "differs on purpose" if name_of(played) in reasons else "FAILED"


def report(results: Sequence[Played], reasons: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the report."""
    excluded = Counter(one.excluded for one in results if one.excluded)
    portable = [one for one in results if not one.excluded]
    passed = [one for one in portable if one.passed]
    explained = [one for one in portable if not one.passed and name_of(one) in reasons]
    failed = [one for one in portable if not one.passed and name_of(one) not in reasons]
    yield f"scenarios: {len(results)}, portable: {len(portable)}"
    yield from (f"  not portable: {number} × {reason}" for reason, number in excluded.most_common())
    share = len(passed) / max(1, len(portable))
    yield f"passed: {len(passed)} of {len(portable)} ({share:.1%})"
    yield f"different on purpose: {len(explained)} ({DATA.name})"
    yield f"failed: {len(failed)}"
    for one in failed:
        yield f"  {name_of(one)}"
        yield f"    casemock {' '.join(one.arguments)}; {one.scenario.command}"
        yield from (f"    {line}" for line in one.differences)
    unused = [name_of(one) for one in passed if name_of(one) in reasons]
    yield from (f"reason without difference: {name}" for name in unused)


def as_json(played: Played, reasons: Mapping[str, str]) -> dict[str, object]:
    """Return a result as JSON."""
    return {
        "name": name_of(played),
        "outcome": outcome(played, reasons),
        "excluded": played.excluded,
        "differences": list(played.differences),
        "reason": reasons.get(name_of(played), ""),
        "arguments": list(played.arguments),
        "command": played.scenario.command,
    }
