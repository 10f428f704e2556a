"""Shared parts of reports about documents: findings by file, and a summary per document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from contracts.findings import Finding, Severity
from contracts.reports.excerpt import excerpt
from contracts.run_result import DocumentSummary, Run
from contracts.wording import pluralize


def by_file(run: Run) -> dict[str, list[Finding]]:
    """Return the findings by file: first of all documents, also without findings, then of other files."""
    found: dict[str, list[Finding]] = {one.name: [] for one in run.documents}
    for finding in run.findings:
        found.setdefault(finding.location.file, []).append(finding)
    return found


def is_failure(finding: Finding, run: Run) -> bool:
    """Whether a finding fails the run."""
    order = list(Severity)
    return order.index(finding.severity) <= order.index(run.fails_at)


def render_document_finding(finding: Finding, run: Run) -> str:
    """Return one finding as text: location and message, the line with a marker, hint, pointer and rule."""
    severity = run.words.get(finding.severity, finding.severity)
    location = finding.location
    where = f"{location.file}:{location.line}:{location.column}" if location.line else location.file
    lines = [f"{where}: {severity}: {finding.message}", *excerpt(finding)]
    if finding.hint:
        lines.append(f"  hint: {finding.hint}")
    lines.append(f"  #{location.pointer} [{finding.rule}]" if location.pointer else f"  [{finding.rule}]")
    return "\n".join(lines)


def render_run(run: Run) -> Iterator[str]:
    """Yield paragraphs: each finding, ordered by file, then the summary."""
    for findings in by_file(run).values():
        yield from (render_document_finding(finding, run) for finding in findings)
    yield "\n".join(_summary(run))


def _summary(run: Run) -> Iterator[str]:
    for one in run.documents:
        yield f"{one.name}: {verdict_on(one, run)}"
    if len(run.documents) > 1:
        yield f"{len(run.documents)} documents: {counts(run.findings, run.words) or 'no findings'}"
    elif others := [one for one in run.findings if one.location.file not in run.documents[0].files]:
        yield f"other files: {counts(others, run.words)}"
    yield from (f"note: {note}" for note in run.notes)


def verdict_on(examined: DocumentSummary, run: Run) -> str:
    """Return a phrase: ``valid OpenAPI 3.1.0, 12 operations, 2 warnings``."""
    found = counts((one for one in run.findings if one.location.file in examined.files), run.words)
    if not examined.version:
        return f"cannot be read, {found}"
    has_errors = any(one.severity is Severity.ERROR for one in run.findings if one.location.file in examined.files)
    summary = (
        f"OpenAPI {examined.version}, {pluralize(examined.operations, 'operation')}{f', {found}' if found else ''}"
    )
    # Commands with other words for severities, such as diff, do not validate.
    return summary if has_errors or run.words else f"valid {summary}"


def counts(findings: Iterable[Finding], words: Mapping[Severity, str]) -> str:
    """Return the number of findings by severity: ``2 errors, 1 warning``; ``""``: none.

    :param words: names of severities that the command uses instead.
    """
    numbers = Counter(finding.severity for finding in findings)
    return ", ".join(
        f"{numbers[severity]:,} {words[severity]}"
        if severity in words
        else pluralize(numbers[severity], severity.value)
        for severity in Severity
        if numbers[severity]
    )
