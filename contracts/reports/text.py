"""The text report: findings by operation with their requests, then coverage and notes.

For documents: findings by file with their lines, then a summary per document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from contracts.findings import Evidence, Finding
from contracts.messages import Response
from contracts.reports.report import Report
from contracts.reports.summaries import never_seen, render_run
from contracts.run_result import Run
from contracts.wording import pluralize

LONGEST = 600
"""Maximum length of a response body."""

GENERAL = "general"
"""Heading of findings that belong to no operation."""


def render_finding(finding: Finding, base: str) -> str:
    """Return one finding as text: message, location, expected and actual values, requests as curl, hint.

    :param base: base URL of the server; ``""`` for documents.
    """
    lines = [f"{finding.severity}: {finding.message} [{finding.rule}]", f"  at        {finding.location}"]
    if finding.evidence is not None:
        lines += _evidence(finding.evidence, base)
    if finding.hint:
        lines.append(f"  hint      {finding.hint}")
    return printable("\n".join(lines))


def printable(text: str) -> str:
    """Return text with unprintable characters escaped, so that it cannot control a terminal."""
    return "".join(one if one.isprintable() or one == "\n" else repr(one)[1:-1] for one in text)


def _evidence(evidence: Evidence, base: str) -> Iterator[str]:
    yield f"  expected  {evidence.expected}"
    yield f"  got       {evidence.got}"
    for number, request in enumerate(evidence.requests):
        yield f"  {'request ' if number == 0 else '    then'}  {request.curl(base)}"
    if evidence.response is not None:
        yield f"  response  {_response(evidence.response)}"


def _response(response: Response) -> str:
    body = response.body.decode("utf-8", "backslashreplace")
    shown = body[:LONGEST].replace("\n", "\\n")
    more = f"… ({len(response.body)} bytes)" if len(body) > LONGEST else ""
    return f"{response.status} {response.header('content-type') or ''} {shown}{more}".rstrip()


def _render(run: Run) -> str:
    if run.documents:
        return printable("\n\n".join(render_run(run))) + "\n"
    parts = [
        "\n".join(_operation(name, list(findings), run))
        for name, findings in groupby(sorted(run.findings, key=_owner), key=_owner)
    ]
    return "\n\n".join([*parts, printable("\n".join(_summary(run)))]) + "\n"


def _owner(finding: Finding) -> str:
    return finding.evidence.operation if finding.evidence else ""


def _operation(name: str, findings: Sequence[Finding], run: Run) -> Iterator[str]:
    title = name or GENERAL
    yield title
    yield "-" * len(title)
    for finding in findings:
        yield f"\n{render_finding(finding, run.subject)}"


def _summary(run: Run) -> Iterator[str]:
    checked = sum(cell.asserted for cell in run.cells)
    of = f" of {run.document}" if run.document else ""
    yield f"{run.command}{of}{f' against {run.subject}' if run.subject else ''}"
    yield (
        f"  {pluralize(len(run.findings), 'finding')} in {pluralize(len(run.operations), 'operation')}, "
        f"{pluralize(run.requests, 'request')}, {pluralize(checked, 'assertion')}"
    )
    if not run.finished:
        yield "  stopped before the end"
    if missing := list(never_seen(run)):
        yield f"  documented but not exercised: {', '.join(missing)}"
    yield from (f"  note: {note}" for note in run.notes)
    if run.reproduce:
        yield f"  reproduce: {run.reproduce}"


REPORT = Report("text", _render)
