"""The report of runs on applications: a table, what was destroyed, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.applications.matching import match
from benchmarks.applications.results import ApplicationResult, ToolRun
from benchmarks.applications.reviews import (
    FALSE,
    QUIRK,
    TRUE,
    UNREVIEWED,
    Review,
    as_finding,
    count,
    rating,
    true_share,
)

HEAD = (
    "| application | version | tool | ended | seconds | CPU s | requests | findings | deleted | changed |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)

Reviews = Mapping[str, Sequence[Review]]


def markdown(results: Sequence[ApplicationResult]) -> str:
    """Return the table of all runs."""
    rows = [row for result in results for row in _rows(result)]
    return "\n".join([HEAD, *rows]) + "\n"


def _rows(result: ApplicationResult) -> Iterator[str]:
    if result.problem:
        yield f"| {result.name} | {result.version} | {result.problem} | | | | | | | |"
    for tool, run in (("casemock", result.casemock), ("schemathesis", result.schemathesis)):
        if run is not None:
            yield f"| {result.name} | {result.version} | {tool} | {_figures(run)} |"


def _figures(run: ToolRun) -> str:
    found = len(run.findings) + len(run.failures)
    ended = "yes" if run.ended else "no"
    figures = (ended, f"{run.seconds:.0f}", f"{run.cpu:.0f}", run.requests, found, len(run.deleted), len(run.changed))
    return " | ".join(str(figure) for figure in figures)


def details(result: ApplicationResult, reviews: Reviews) -> str:
    """Return what the runs on one application found, destroyed and missed."""
    reviewed = reviews.get(result.name, ())
    lines = [f"{result.name} {result.version}, {result.operations} operations", *_problems(result)]
    if result.casemock is not None:
        lines += _judged(result.casemock, reviewed)
    if result.casemock is not None and result.schemathesis is not None:
        others = (*reviews.get(f"{result.name}-schemathesis", ()), *reviews.get("schemathesis", ()))
        lines += _missing(result.casemock, result.schemathesis, others)
    return "\n".join(lines) + "\n"


def _problems(result: ApplicationResult) -> Iterator[str]:
    if result.problem:
        yield f"  not measured: {result.problem}"
    for tool, run in (("casemock", result.casemock), ("schemathesis", result.schemathesis)):
        if run is not None:
            yield from (f"  {tool} deleted: {name}" for name in run.deleted)
            yield from (f"  {tool} changed: {name}" for name in run.changed)
            if not run.ended:
                yield f"  {tool} did not end by itself"


def _judged(run: ToolRun, reviews: Sequence[Review]) -> Iterator[str]:
    counted = count(run.findings, reviews)
    share = true_share(counted)
    text = ", ".join(f"{counted[name]} {name}" for name in (TRUE, QUIRK, FALSE, UNREVIEWED))
    yield f"  findings: {len(run.findings)}: {text}" + (f"; {share:.0f} % of the reviewed are true" if share else "")
    for finding in run.findings:
        found = rating(finding, reviews)
        if found in (FALSE, UNREVIEWED):
            yield f"  {found}: [{finding.rule}] {finding.operation} {finding.status or '-'}: {finding.message}"


def _missing(casemock: ToolRun, schemathesis: ToolRun, reviews: Sequence[Review]) -> Iterator[str]:
    matches = list(match(schemathesis.failures, casemock.findings, casemock.notes))
    noted = sum(one.by == "note" for one in matches)
    not_found = [one.failure for one in matches if not one.by]
    missing = [one for one in not_found if rating(as_finding(one), reviews) != FALSE]
    counts = (f"{len(matches) - noted - len(not_found)} found", f"{noted} in notes")
    untrue = f"{len(not_found) - len(missing)} not true"
    yield f"  failures of schemathesis: {len(matches)}: {', '.join(counts)}, {untrue}, {len(missing)} missing"
    for failure in missing:
        message = " ".join(failure.message.split())
        yield f"  missing: {failure.kind} {failure.operation} {failure.status or '-'}: {message}"
