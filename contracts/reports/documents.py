"""What reports of runs over documents share: findings by file, and one line on each document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from contracts.findings import Finding, Severity
from contracts.outcome import Examined, Run, counted
from contracts.reports.excerpt import excerpt


def by_file(run: Run) -> dict[str, list[Finding]]:
    """The findings of each file, those of the documents in their order and then of others; clean documents too."""
    found: dict[str, list[Finding]] = {one.name: [] for one in run.examined}
    for finding in run.findings:
        found.setdefault(finding.location.file, []).append(finding)
    return found


def is_failure(finding: Finding, run: Run) -> bool:
    """Whether a finding makes the run a failure."""
    order = list(Severity)
    return order.index(finding.severity) <= order.index(run.fails_at)


def render_document_finding(finding: Finding, run: Run) -> str:
    """One finding as a person reads it: place and message, the line with a marker, what to do, pointer and rule."""
    severity = run.words.get(finding.severity, finding.severity)
    place = finding.location
    where = f"{place.file}:{place.line}:{place.column}" if place.line else place.file
    lines = [f"{where}: {severity}: {finding.message}", *excerpt(finding)]
    if finding.hint:
        lines.append(f"  hint: {finding.hint}")
    lines.append(f"  #{place.pointer} [{finding.rule}]" if place.pointer else f"  [{finding.rule}]")
    return "\n".join(lines)


def render_run(run: Run) -> Iterator[str]:
    """Paragraphs: each finding, by file, then what was looked at."""
    for findings in by_file(run).values():
        yield from (render_document_finding(finding, run) for finding in findings)
    yield "\n".join(_summary(run))


def _summary(run: Run) -> Iterator[str]:
    for one in run.examined:
        yield f"{one.name}: {verdict_on(one, run)}"
    if len(run.examined) > 1:
        yield f"{len(run.examined)} documents: {counts(run.findings, run.words) or 'no findings'}"
    elif others := [one for one in run.findings if one.location.file not in run.examined[0].files]:
        yield f"beside it: {counts(others, run.words)}"
    yield from (f"note: {note}" for note in run.notes)


def verdict_on(examined: Examined, run: Run) -> str:
    """One phrase: ``valid OpenAPI 3.1.0, 12 operations, 2 warnings``."""
    found = counts((one for one in run.findings if one.location.file in examined.files), run.words)
    if not examined.version:
        return f"cannot be read, {found}"
    bad = any(one.severity is Severity.ERROR for one in run.findings if one.location.file in examined.files)
    said = f"OpenAPI {examined.version}, {counted(examined.operations, 'operation')}{f', {found}' if found else ''}"
    # What has words of its own for what it finds, as a comparison, has not looked for errors.
    return said if bad or run.words else f"valid {said}"


def counts(findings: Iterable[Finding], words: Mapping[Severity, str]) -> str:
    """How many of each severity: ``2 errors, 1 warning``; ``""`` for none.

    :param words: what a verb calls the severities itself.
    """
    numbers = Counter(finding.severity for finding in findings)
    return ", ".join(
        f"{numbers[severity]:,} {words[severity]}" if severity in words else counted(numbers[severity], severity.value)
        for severity in Severity
        if numbers[severity]
    )
