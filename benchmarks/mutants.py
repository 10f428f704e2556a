"""``python -m benchmarks.mutants``: what contract tests catch, what they say of a correct server, and what they cost.

Ours, ours with ``--fast`` and plain schemathesis, all in this process and in the same run, on the four APIs of the
bundled document. Text for people; ``--output`` keeps every figure as JSON.
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
from mockserver.judges import casemock, schemathesis
from mockserver.judges.judge import Alarms, Judge, Subject
from mockserver.mutants.registry import chosen_mutants
from mockserver.score import Control, Counted, Game, Options, play
from mockserver.score_report import tally

TIMED = "serverops"
"""The API on which CPU time is measured."""

SEEDS = 20


def _fast(app: Any, subject: Subject) -> Alarms:
    yield from casemock.JUDGE.judge(app, replace(subject, fast=True))


FAST = Judge("casemock --fast", _fast)
JUDGES = (casemock.JUDGE, FAST, schemathesis.JUDGE)


@dataclass
class Figures:
    """What was measured.

    :ivar kills: killed and applicable mutants, by test and API.
    :ivar survivors: by test, ``api mutant``.
    :ivar false_alarms: by test, ``api seed check operation``.
    :ivar seconds: CPU time of whole runs on the correct server, by test.
    :ivar requests: of one such run, by test.
    """

    facts: dict[str, str] = field(default_factory=dict)
    kills: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    survivors: dict[str, list[str]] = field(default_factory=dict)
    false_alarms: dict[str, list[str]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and report; always 0 once it has begun: the figures are what they are."""
    told = _parser().parse_args(arguments)
    contract = contracts.load(ROOT / "openapi.yaml")
    figures = Figures(facts=machine.facts())
    parts = (
        _time(contract, told.rounds, figures),
        _alarms(contract, told.seeds, figures),
        _kills(contract, told, figures),
    )
    try:
        for part in parts:
            for line in part:
                print(line, file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        figures.facts["interrupted"] = "yes"
    print(report(figures), end="")
    if told.output:
        told.output.write_text(json.dumps(asdict(figures), indent=1) + "\n", "utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("benchmarks.mutants", description="Score contract tests with mutants.")
    parser.add_argument("--api", default="", metavar="NAME", help="score on this API only (default: all four)")
    parser.add_argument("--mutant", action="append", default=[], metavar="ID", help="only this mutant; repeatable")
    parser.add_argument("--rounds", type=int, default=3, help="runs of which the median CPU time counts (default: 3)")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"seeds on the correct server (default: {SEEDS})")
    parser.add_argument("--output", type=Path, metavar="FILE", help="keep the figures as JSON")
    return parser


def _subject(contract: Contract, api: str, seed: int) -> Subject:
    operations = tuple(operation for operation in contract.operations if operation.api == api)
    return Subject(contract, operations, seed)


def _time(contract: Contract, rounds: int, figures: Figures) -> Iterator[str]:
    """Whole runs on the correct server, the tests in turn; the first round warms up and does not count."""
    for number in range(rounds + 1 if rounds else 0):
        for judge in JUDGES:
            counted = Counted(create_app(contract))
            began = time.process_time()
            for _ in judge.judge(counted, _subject(contract, TIMED, 1)):
                pass
            if number:
                figures.seconds.setdefault(judge.name, []).append(time.process_time() - began)
            figures.requests[judge.name] = counted.requests
            yield f"time: round {number}, {judge.name}"


def _alarms(contract: Contract, seeds: int, figures: Figures) -> Iterator[str]:
    """What our test says of the correct server with each seed."""
    found = figures.false_alarms.setdefault(casemock.JUDGE.name, [])
    for api in contract.apis:
        for seed in range(1, seeds + 1):
            told = casemock.JUDGE.judge(create_app(contract), _subject(contract, api.name, seed))
            found += [f"{api.name} {seed} {alarm.check} {alarm.operation}" for alarm in told]
        yield f"false alarms: {api.name}, {seeds} seeds"


def _kills(contract: Contract, told: argparse.Namespace, figures: Figures) -> Iterator[str]:
    games: list[Game] = []
    for one in play(contract, Options(chosen_mutants(told.mutant), JUDGES, told.api)):
        yield f"score: {one.api}, {one.mutant.id if isinstance(one, Game) else 'the correct server'}"
        if isinstance(one, Control):
            figures.false_alarms.setdefault(one.judge, []).extend(
                f"{one.api} 1 {alarm.check} {alarm.operation}" for alarm in one.alarms
            )
        else:
            games.append(one)
            _count(games, figures)


def _count(games: Sequence[Game], figures: Figures) -> None:
    apis = dict.fromkeys(game.api for game in games)
    for judge in (judge.name for judge in JUDGES):
        tallies = {api or "all": tally(games, judge, api) for api in (*apis, "")}
        figures.kills[judge] = {api: (found.killed, found.applicable) for api, found in tallies.items()}
        figures.survivors[judge] = [
            f"{game.api} {game.mutant.id}" for game in games if game.verdicts and not game.verdicts[judge].killed
        ]


def report(figures: Figures) -> str:
    """The figures as text."""
    lines = [f"{name}: {value}" for name, value in figures.facts.items()]
    lines += ["", "killed of the mutants that are applicable"]
    for judge, kills in figures.kills.items():
        shares = (f"{api} {killed}/{of} = {100 * killed / of:.1f} %" for api, (killed, of) in kills.items() if of)
        lines.append(f"  {judge:16} {'; '.join(shares)}")
    lines += ["", f"CPU time of a whole run on the correct server, {TIMED}, seconds (median), and its requests"]
    plain = figures.seconds.get(schemathesis.JUDGE.name)
    for judge, seconds in figures.seconds.items():
        ratio = f", {median(seconds) / median(plain):.2f} × schemathesis" if plain else ""
        lines.append(f"  {judge:16} {median(seconds):.2f}{ratio}, {figures.requests[judge]} requests")
    lines += ["", "alarms on the correct server"]
    for judge, alarms in figures.false_alarms.items():
        lines.append(f"  {judge:16} {len(alarms)}")
        lines += [f"    {alarm}" for alarm in alarms]
    lines += ["", "survivors"]
    lines += [f"  {judge:16} {', '.join(names) or 'none'}" for judge, names in figures.survivors.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
