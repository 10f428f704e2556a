"""The text report: findings by operation with their requests, then coverage and notes.

For documents: findings by file with their lines, then a summary per document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from contracts.escaping import one_line, printable
from contracts.findings import Evidence, Finding, Severity
from contracts.messages import Response
from contracts.reports.report import Report
from contracts.reports.summaries import is_failure, never_seen, render_run
from contracts.run_result import Run
from contracts.wording import pluralize

LONGEST = 600
"""Maximum length of a response body."""

MOST = 8
"""Maximum number of operations that are named."""

MAX_NOTE = 600
"""Maximum length of a note."""

SEVERAL = "several operations"
"""Heading of findings about several operations."""

GENERAL = "general"
"""Heading of findings that belong to no operation."""


def render_finding(finding: Finding, base: str) -> str:
    """Return one finding as text: message, location, expected and actual values, requests as curl, hint.

    :param base: base URL of the server; ``""`` for documents.
    """
    lines = [f"{label_of(finding)}: {finding.message} [{finding.rule}]"]
    if finding.evidence is not None and finding.touches:
        lines.append(f"  in        {name_some(finding.touches)}")
    lines.append(f"  at        {finding.location}")
    if finding.evidence is not None:
        lines += _evidence(finding.evidence, base)
    if finding.hint:
        lines.append(f"  hint      {finding.hint}")
    if finding.quirk:
        lines.append(f"  quirk     {finding.quirk}")
    if finding.also:
        lines.append(f"  also      found by {', '.join(finding.also)}")
    return printable("\n".join(lines))


def label_of(finding: Finding) -> str:
    """Return the severity of a finding, or ``quirk`` for known behavior of a framework that is a hint."""
    return "quirk" if finding.quirk and finding.severity is Severity.HINT else finding.severity.value


def name_some(operations: Sequence[str]) -> str:
    """Return the ids of at most eight operations, and the number of the others."""
    more = f" and {len(operations) - MOST} more" if len(operations) > MOST else ""
    return ", ".join(operations[:MOST]) + more


def _evidence(evidence: Evidence, base: str) -> Iterator[str]:
    yield f"  expected  {evidence.expected}"
    yield f"  got       {evidence.got}"
    for number, request in enumerate(evidence.requests):
        yield f"  {'request ' if number == 0 else '    then'}  {request.curl(base)}"
    if evidence.response is not None:
        yield f"  response  {_response(evidence.response)}"


def _response(response: Response) -> str:
    body = response.body.decode("utf-8", "backslashreplace")
    shown = one_line(body[:LONGEST])
    more = f"… ({len(response.body)} bytes)" if len(body) > LONGEST else ""
    return one_line(f"{response.status} {response.header('content-type') or ''} {shown}{more}".rstrip())


def _render(run: Run) -> str:
    if run.documents:
        return printable("\n\n".join(render_run(run))) + "\n"
    order = {SEVERAL: -1} | {operation: number for number, operation in enumerate(run.operations)}
    findings = sorted(run.findings, key=lambda one: (order.get(owner_of(one), len(order)), owner_of(one)))
    parts = ["\n".join(_operation(name, list(of_owner), run)) for name, of_owner in groupby(findings, key=owner_of)]
    return printable("\n\n".join([*parts, "\n".join(_summary(run))])) + "\n"


def owner_of(finding: Finding) -> str:
    """Return the operation of a finding, :data:`SEVERAL`, or ``""`` if it belongs to none."""
    if finding.evidence is None:
        return ""
    return SEVERAL if finding.touches else finding.evidence.operation


def _operation(name: str, findings: Sequence[Finding], run: Run) -> Iterator[str]:
    title = name or GENERAL
    yield title
    yield "-" * len(title)
    for finding in findings:
        yield f"\n{render_finding(finding, run.subject)}"


def _shortened(note: str) -> str:
    """Return a note of at most :data:`MAX_NOTE` characters; the other formats have all of it."""
    return note if len(note) <= MAX_NOTE else f"{note[:MAX_NOTE].rpartition(', ')[0] or note[:MAX_NOTE]}, …"


def _summary(run: Run) -> Iterator[str]:
    checked = sum(cell.asserted for cell in run.cells)
    of = f" of {run.document}" if run.document else ""
    yield f"{run.command}{of}{f' against {run.subject}' if run.subject else ''}"
    yield (
        f"  {pluralize(len(run.findings), 'finding')} in {pluralize(len(run.operations), 'operation')}, "
        f"{pluralize(run.requests, 'request')}, {pluralize(checked, 'assertion')}"
    )
    if passing := sum(not is_failure(one, run) for one in run.findings):
        yield f"  {passing} of them less severe than {run.fails_at}, which does not fail the run"
    if not run.finished:
        yield "  stopped before the end"
    if missing := list(never_seen(run)):
        yield f"  documented but not exercised: {', '.join(missing)}"
    yield from (f"  note: {_shortened(note)}" for note in run.notes)
    if run.reproduce:
        yield f"  reproduce: {run.reproduce}"


REPORT = Report("text", _render)
