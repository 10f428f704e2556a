"""The report for a person: findings by operation, each with its requests, then what was covered and what was not.

Of a run over documents: findings by file, each with its line, then what there is to say of each document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from contracts.findings import Evidence, Finding
from contracts.messages import Response
from contracts.outcome import Run, counted
from contracts.reports.coverage import never_seen
from contracts.reports.documents import render_run
from contracts.reports.report import Report

LONGEST = 600
"""Characters of an answer's body that are shown."""


def render_finding(finding: Finding, base: str) -> str:
    """One finding: what, where, the requests as curl, expected and got, and what to do.

    :param base: the subject's base URL; ``""`` where a document was looked at.
    """
    lines = [f"{finding.severity}: {finding.message} [{finding.rule}]", f"  at        {finding.location}"]
    if finding.evidence is not None:
        lines += _evidence(finding.evidence, base)
    if finding.hint:
        lines.append(f"  hint      {finding.hint}")
    return printable("\n".join(lines))


def printable(text: str) -> str:
    """A text that moves no cursor and changes no colour: what is not printable is written as an escape."""
    return "".join(one if one.isprintable() or one == "\n" else repr(one)[1:-1] for one in text)


def _evidence(evidence: Evidence, base: str) -> Iterator[str]:
    yield f"  expected  {evidence.expected}"
    yield f"  got       {evidence.got}"
    for number, request in enumerate(evidence.requests):
        yield f"  {'request ' if number == 0 else '    then'}  {request.curl(base)}"
    if evidence.response is not None:
        yield f"  answer    {_answer(evidence.response)}"


def _answer(response: Response) -> str:
    body = response.body.decode("utf-8", "backslashreplace")
    shown = body[:LONGEST].replace("\n", "\\n")
    more = f"… ({len(response.body)} bytes)" if len(body) > LONGEST else ""
    return f"{response.status} {response.header('content-type') or ''} {shown}{more}".rstrip()


def _render(run: Run) -> str:
    if run.examined:
        return printable("\n\n".join(render_run(run))) + "\n"
    parts = [
        "\n".join(_operation(name, list(findings), run))
        for name, findings in groupby(sorted(run.findings, key=_owner), key=_owner)
    ]
    return "\n\n".join([*parts, printable("\n".join(_summary(run)))]) + "\n"


def _owner(finding: Finding) -> str:
    return finding.evidence.operation if finding.evidence else ""


def _operation(name: str, findings: Sequence[Finding], run: Run) -> Iterator[str]:
    title = name or "outside of all operations"
    yield title
    yield "-" * len(title)
    for finding in findings:
        yield f"\n{render_finding(finding, run.subject)}"


def _summary(run: Run) -> Iterator[str]:
    looked = sum(cell.looked for cell in run.cells)
    of = f" of {run.document}" if run.document else ""
    yield f"{run.verb}{of}{f' against {run.subject}' if run.subject else ''}"
    yield (
        f"  {counted(len(run.findings), 'finding')} in {counted(len(run.operations), 'operation')}, "
        f"{counted(run.requests, 'request')}, {counted(looked, 'judgement')}"
    )
    if not run.finished:
        yield "  it was stopped before its end"
    if missed := list(never_seen(run)):
        yield f"  documented, but never seen: {', '.join(missed)}"
    yield from (f"  note: {note}" for note in run.notes)
    if run.reproduce:
        yield f"  again: {run.reproduce}"


REPORT = Report("text", _render)
