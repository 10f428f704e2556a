"""How `contracts test` judges twenty correct servers and two planted bugs of each: `python -m benchmarks servers`.

The servers are those of ``tests/servers``. A correct server must have no finding that fails the run, with any seed. A
bug is found if a run on the server with the bug has a finding that runs on the correct server do not have.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.servers import run as servers

SEEDS = (1, 2, 3, 4, 5)
TIME_LIMIT = 900
"""Seconds after which a run counts as hanging."""

FAILING = frozenset({"error", "warning"})
"""Severities that fail a run by default."""

Key = tuple[str, str, str]
"""Rule, operation and cause of a finding."""


@dataclass(frozen=True)
class Outcome:
    """The result of one run.

    :param bug: the planted bug; ``""`` for the correct server.
    :param findings: the findings that fail a run.
    """

    name: str
    bug: str
    seed: int
    code: int
    seconds: float
    requests: int
    findings: tuple[dict[str, Any], ...] = ()

    def keys(self) -> set[Key]:
        """Return what identifies the findings."""
        return {(one["rule"], operation_of(one), one.get("cause") or one["message"]) for one in self.findings}


def operation_of(finding: dict[str, Any]) -> str:
    """Return the ids of the operations of a finding; ``""`` if it has none."""
    return " ".join(finding.get("touches", ())) or str(finding.get("operation", ""))


@dataclass
class Result:
    """All runs of one server."""

    name: str
    correct: list[Outcome] = field(default_factory=list)
    bugs: dict[str, list[Outcome]] = field(default_factory=dict)

    def false_alarms(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the findings on the correct server, with their seeds."""
        return [(one.seed, finding) for one in self.correct for finding in one.findings]

    def found(self, bug: str) -> dict[str, Any] | None:
        """Return a finding that only the server with the bug has; ``None`` if the bug was not found."""
        known = set().union(*(one.keys() for one in self.correct))
        for outcome in self.bugs.get(bug, ()):
            for finding in outcome.findings:
                key = (finding["rule"], operation_of(finding), finding.get("cause") or finding["message"])
                if key not in known:
                    return finding
        return None


def play(name: str, bug: str = "", seed: int = 1, options: Sequence[str] = ()) -> Outcome:
    """Run ``contracts test`` on a server of its own.

    :param options: further options of the command.
    """
    module = servers.module(name)
    with TemporaryDirectory() as folder, servers.running(name, bug) as url:
        report = Path(folder) / "report.json"
        identities = [word for one in module.IDENTITIES for word in ("--identity", one)]
        command = [sys.executable, "-m", "contracts", "test", str(servers.document(name)), "--url", url, *identities]
        command += [*module.OPTIONS, "--seed", str(seed), "--quiet", "--report", f"json={report}", *options]
        began = time.perf_counter()
        code = subprocess.run(command, capture_output=True, timeout=TIME_LIMIT, check=False).returncode
        seconds = time.perf_counter() - began
        value = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {"findings": []}
    findings = tuple(one for one in value["findings"] if one["severity"] in FAILING)
    return Outcome(name, bug, seed, code, seconds, value.get("requests", 0), findings)


def results(names: Iterable[str], seeds: Sequence[int], options: Sequence[str]) -> Iterator[Result]:
    """Yield the result of each server."""
    for name in names:
        result = Result(name)
        result.correct = [play(name, seed=seed, options=options) for seed in seeds]
        for bug in servers.module(name).BUGS:
            result.bugs[bug] = [play(name, bug, seeds[0], options)]
        yield result


def lines(result: Result) -> Iterator[str]:
    """Yield the lines of a report about a server."""
    alarms, found = result.false_alarms(), [bug for bug in result.bugs if result.found(bug)]
    requests = result.correct[0].requests if result.correct else 0
    seconds = sum(one.seconds for one in result.correct) / max(len(result.correct), 1)
    codes = sorted({one.code for one in result.correct})
    yield (
        f"{result.name}: {len(alarms)} false alarms in {len(result.correct)} runs, exit codes {codes}, "
        f"{len(found)} of {len(result.bugs)} bugs found, {requests} requests, {seconds:.1f} s"
    )
    for seed, finding in alarms:
        yield f"  false alarm, seed {seed}: {finding['message']} [{finding['rule']}]"
    for bug, outcomes in result.bugs.items():
        found_by = result.found(bug)
        words = f"found: {found_by['message']} [{found_by['rule']}]" if found_by else "not found"
        yield f"  {bug}: {words} ({outcomes[0].seconds:.1f} s)"


def summary(found: Sequence[Result]) -> str:
    """Return one line about all servers."""
    alarms = sum(len(one.false_alarms()) for one in found)
    bugs = sum(len(one.bugs) for one in found)
    killed = sum(one.found(bug) is not None for one in found for bug in one.bugs)
    return f"{len(found)} servers: {alarms} false alarms, {killed} of {bugs} bugs found"


def main(arguments: Sequence[str]) -> int:
    """Run the command; return 0 if there are no false alarms, 1 otherwise."""
    parser = argparse.ArgumentParser("benchmarks servers", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="servers (default: all)")
    seeds = ",".join(map(str, SEEDS))
    parser.add_argument("--seeds", default=seeds, help="seeds of the correct server (default: %(default)s)")
    parser.add_argument("--options", default="", metavar="TEXT", help="further options of contracts test")
    chosen = parser.parse_args(arguments)
    found = []
    numbers = [int(one) for one in chosen.seeds.split(",")]
    for result in results(chosen.names or servers.names(), numbers, shlex.split(chosen.options)):
        found.append(result)
        print("\n".join(lines(result)), flush=True)
    print(summary(found))
    return 1 if any(one.false_alarms() for one in found) else 0
