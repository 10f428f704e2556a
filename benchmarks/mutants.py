"""``python -m benchmarks.mutants``: mutation scores, false positives and CPU time of contract tests.

Runs ``contracts test``, ``contracts test --fast`` and plain schemathesis in this process on the four bundled APIs, or
with ``--documents`` on public documents, see :mod:`benchmarks.mutants_documents`.
Prints text; ``--output`` writes all figures as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

import contracts
from benchmarks import machine
from benchmarks.document import ROOT
from contracts.spec.model import Contract
from mockserver.app import create_app
from mockserver.mutation.families import select_mutants
from mockserver.mutation.report import score
from mockserver.mutation.run import Baseline, MutantRun, RequestCounter, RunOptions, run
from mockserver.mutation.subjects_under_test import CASEMOCK, SCHEMATHESIS, Detections, SubjectUnderTest, TargetApi

TIMED = "serverops"
"""The API on which CPU time is measured."""

SEEDS = 20


def _run_fast(app: Any, target: TargetApi) -> Detections:
    yield from CASEMOCK.run(app, replace(target, fast=True))


FAST = SubjectUnderTest("casemock --fast", _run_fast)
SUBJECTS = (CASEMOCK, FAST, SCHEMATHESIS)


@dataclass
class Figures:
    """The measured figures.

    :ivar kills: numbers of killed and applicable mutants, by test and API.
    :ivar survivors: ``api mutant``, by test.
    :ivar false_alarms: false positives as ``api seed check operation``, by test.
    :ivar seconds: CPU times of whole runs on the correct server, by test.
    :ivar requests: number of requests of one run, by test.
    """

    facts: dict[str, str] = field(default_factory=dict)
    kills: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    survivors: dict[str, list[str]] = field(default_factory=dict)
    false_alarms: dict[str, list[str]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the figures; return 0 whatever they are."""
    options = _parser().parse_args(arguments)
    if options.documents:
        from benchmarks import mutants_documents  # noqa: PLC0415 (imports this module)

        return mutants_documents.main(options)
    contract = contracts.load(ROOT / "openapi.yaml")
    figures = Figures(facts=machine.facts())
    parts = (
        _measure_time(contract, options.rounds, figures),
        _count_false_positives(contract, options.seeds, figures),
        _count_kills(contract, options, figures),
    )
    try:
        for part in parts:
            for line in part:
                print(line, file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        figures.facts["interrupted"] = "yes"
    print(report(figures), end="")
    if options.output:
        options.output.write_text(json.dumps(asdict(figures), indent=1) + "\n", "utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("benchmarks.mutants", description="Compute mutation scores of contract tests.")
    parser.add_argument("--api", default="", metavar="NAME", help="score on this API only (default: all four)")
    parser.add_argument("--mutant", action="append", default=[], metavar="ID", help="run only this mutant; repeatable")
    parser.add_argument("--rounds", type=int, default=3, help="runs for the median of the CPU time (default: 3)")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"seeds on the correct server (default: {SEEDS})")
    parser.add_argument("--documents", type=Path, metavar="FOLDER", help="play public documents in FOLDER instead")
    parser.add_argument("--only", default="", metavar="NAME", help="play only documents whose name contains NAME")
    parser.add_argument("--family", action="append", default=[], metavar="NAME", help="only this family; repeatable")
    parser.add_argument("--against", default="casemock,schemathesis", help="tests to score on public documents")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the figures to FILE as JSON")
    return parser


def _target(contract: Contract, api: str, seed: int) -> TargetApi:
    operations = tuple(operation for operation in contract.operations if operation.api == api)
    return TargetApi(contract, operations, seed)


def _measure_time(contract: Contract, rounds: int, figures: Figures) -> Iterator[str]:
    """Run all tests in turn on the correct server; the first round is a warm-up and does not count."""
    for number in range(rounds + 1 if rounds else 0):
        for subject in SUBJECTS:
            counter = RequestCounter(create_app(contract))
            start = time.process_time()
            for _ in subject.run(counter, _target(contract, TIMED, 1)):
                pass
            if number:
                figures.seconds.setdefault(subject.name, []).append(time.process_time() - start)
            figures.requests[subject.name] = counter.requests
            yield f"time: round {number}, {subject.name}"


def _count_false_positives(contract: Contract, seeds: int, figures: Figures) -> Iterator[str]:
    """Run ``contracts test`` on the correct server with each seed."""
    found = figures.false_alarms.setdefault(SUBJECTS[0].name, [])
    for api in contract.apis:
        for seed in range(1, seeds + 1):
            detections = SUBJECTS[0].run(create_app(contract), _target(contract, api.name, seed))
            found += [f"{api.name} {seed} {one.check} {one.operation}" for one in detections]
        yield f"false positives: {api.name}, {seeds} seeds"


def _count_kills(contract: Contract, options: argparse.Namespace, figures: Figures) -> Iterator[str]:
    runs: list[MutantRun] = []
    for one in run(contract, RunOptions(select_mutants(options.mutant), SUBJECTS, options.api)):
        yield f"score: {one.api}, {one.mutant.id if isinstance(one, MutantRun) else 'the correct server'}"
        if isinstance(one, Baseline):
            figures.false_alarms.setdefault(one.subject, []).extend(
                f"{one.api} 1 {detection.check} {detection.operation}" for detection in one.detections
            )
        else:
            runs.append(one)
            _update_scores(runs, figures)


def _update_scores(runs: Sequence[MutantRun], figures: Figures) -> None:
    apis = dict.fromkeys(one.api for one in runs)
    for name in (subject.name for subject in SUBJECTS):
        scores = {api or "all": score(runs, name, api) for api in (*apis, "")}
        figures.kills[name] = {api: (found.killed, found.applicable) for api, found in scores.items()}
        figures.survivors[name] = [
            f"{one.api} {one.mutant.id}" for one in runs if one.results and not one.results[name].killed
        ]


def report(figures: Figures) -> str:
    """Return the figures as text."""
    lines = [f"{name}: {value}" for name, value in figures.facts.items()]
    lines += ["", "killed mutants of the applicable mutants"]
    for subject, kills in figures.kills.items():
        shares = (f"{api} {killed}/{of} = {100 * killed / of:.1f} %" for api, (killed, of) in kills.items() if of)
        lines.append(f"  {subject:16} {'; '.join(shares)}")
    lines += ["", f"CPU time of a whole run on the correct server, {TIMED}, seconds (median), and number of requests"]
    plain = figures.seconds.get(SCHEMATHESIS.name)
    for subject, seconds in figures.seconds.items():
        ratio = f", {median(seconds) / median(plain):.2f} × schemathesis" if plain else ""
        lines.append(f"  {subject:16} {median(seconds):.2f}{ratio}, {figures.requests[subject]} requests")
    lines += ["", "false positives on the correct server"]
    for subject, false_positives in figures.false_alarms.items():
        lines.append(f"  {subject:16} {len(false_positives)}")
        lines += [f"    {one}" for one in false_positives]
    lines += ["", "survivors"]
    lines += [f"  {subject:16} {', '.join(names) or 'none'}" for subject, names in figures.survivors.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
