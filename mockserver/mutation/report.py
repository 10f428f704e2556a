"""The mutation score as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from contracts.escaping import printable, printable_json
from mockserver.mutation.run import Baseline, MutantRun


@dataclass(frozen=True, slots=True)
class Score:
    """The number of killed mutants of the applicable ones."""

    killed: int
    applicable: int

    def __str__(self) -> str:
        share = f"{100 * self.killed / self.applicable:.1f} %" if self.applicable else "no applicable mutants"
        return f"{self.killed}/{self.applicable} ({share})"


def score(runs: Iterable[MutantRun], subject: str, api: str = "") -> Score:
    """Return the score of a contract test.

    :param subject: name of the test.
    :param api: one API only; ``""`` for all.
    """
    results = [run.results[subject] for run in runs if run.results and api in {"", run.api}]
    return Score(sum(result.killed for result in results), len(results))


@dataclass(frozen=True)
class ScoreReport:
    """The results of a whole run.

    :param finished: ``False`` if the run was interrupted.
    """

    document: str
    seed: int
    baselines: tuple[Baseline, ...]
    runs: tuple[MutantRun, ...]
    finished: bool = True

    @property
    def subjects(self) -> tuple[str, ...]:
        """Names of the contract tests, in the order of their runs."""
        return tuple(dict.fromkeys(baseline.subject for baseline in self.baselines))

    @property
    def apis(self) -> tuple[str, ...]:
        """Names of the APIs, in the document's order."""
        return tuple(dict.fromkeys(baseline.api for baseline in self.baselines))

    @property
    def survived(self) -> bool:
        """Whether a mutant survived a test."""
        return any(not result.killed for run in self.runs for result in run.results.values())

    @property
    def false_positives(self) -> bool:
        """Whether a test reported an error of the correct server."""
        return any(baseline.detections for baseline in self.baselines)


def text_report(report: ScoreReport) -> str:
    """Return a line for each mutant and test, then the scores."""
    return printable("\n".join([*_run_lines(report), "", *_score_lines(report)])) + "\n"


def _run_lines(report: ScoreReport) -> Iterator[str]:
    for api in report.apis:
        yield api
        for run in (run for run in report.runs if run.api == api):
            if run.counterexample is None:
                yield f"  {run.mutant.id:34} not applicable"
            for name, result in run.results.items():
                status = f"killed by {result.check}" if result.killed else "SURVIVED"
                yield f"  {run.mutant.id:34} {name:13} {status}, {result.requests} requests"
            if run.counterexample is not None and any(not result.killed for result in run.results.values()):
                target = _shortened(run.counterexample.target)
                yield f"  {'':34} counterexample: {run.counterexample.method} {target}"


def _shortened(target: str) -> str:
    return target if len(target) <= 100 else f"{target[:99]}…"


def _score_lines(report: ScoreReport) -> Iterator[str]:
    if not report.finished:
        yield from ("interrupted: the scores cover the mutants run so far", "")
    for baseline in report.baselines:
        for one in baseline.detections:
            yield f"false positive of {baseline.subject} on {baseline.api}: {one.check} {one.operation}".rstrip()
    for subject in report.subjects:
        yield from (f"{subject}, {api}: {score(report.runs, subject, api)}" for api in report.apis)
        yield f"{subject}, overall: {score(report.runs, subject)}"


def json_report(report: ScoreReport) -> str:
    """Return the same results as JSON."""
    return printable_json(json.dumps(_tree(report), indent=2, ensure_ascii=False)) + "\n"


def _tree(report: ScoreReport) -> dict[str, Any]:
    return {
        "document": report.document,
        "seed": report.seed,
        "finished": report.finished,
        "controls": [
            {
                "api": baseline.api,
                "test": baseline.subject,
                "requests": baseline.requests,
                "false_alarms": [{"check": one.check, "operation": one.operation} for one in baseline.detections],
            }
            for baseline in report.baselines
        ],
        "mutants": [_run_tree(run) for run in report.runs],
        "scores": {
            subject: {api or "overall": asdict(score(report.runs, subject, api)) for api in (*report.apis, "")}
            for subject in report.subjects
        },
    }


def _run_tree(run: MutantRun) -> dict[str, Any]:
    return {
        "mutant": run.mutant.id,
        "family": run.mutant.family,
        "title": run.mutant.title,
        "api": run.api,
        "applicable": run.counterexample is not None,
        "witness": f"{run.counterexample.method} {run.counterexample.target}" if run.counterexample else None,
        "verdicts": {
            name: {
                "killed": result.killed,
                "check": result.check,
                "operation": result.operation,
                "requests": result.requests,
            }
            for name, result in run.results.items()
        },
    }
