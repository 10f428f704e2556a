"""What several report formats share: coverage of a contract, findings by document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from contracts.findings import Finding, Severity
from contracts.reports.excerpt import excerpt
from contracts.run_result import DocumentSummary, Run
from contracts.wording import pluralize

MOST_OF_RULE = 1000
"""Maximum number of findings of one rule in one file that are shown as text."""


def never_seen(run: Run) -> Iterator[str]:
    """Yield each operation with its documented status codes that no response had: ``getCase 403 500``."""
    seen = {(cell.operation, str(cell.status)) for cell in run.cells}
    for operation in run.operations:
        statuses = [
            status
            for status in run.documented.get(operation, ())
            if not any((operation, one) in seen for one in statuses_of(status, run, operation))
        ]
        if statuses:
            yield " ".join([operation, *statuses])


def statuses_of(status: str, run: Run, operation: str) -> list[str]:
    """Return the received status codes that belong to a documented one, which can be a range or ``default``.

    OpenAPI 3.1, section 4.8.16: a status code takes precedence over its range, which takes precedence over ``default``.
    """
    if status.isdecimal():
        return [status]
    named = set(run.documented.get(operation, ()))
    seen = sorted({str(cell.status) for cell in run.cells if cell.operation == operation and cell.status} - named)
    if status == "default":
        return [one for one in seen if f"{one[0]}XX" not in named]
    return [one for one in seen if one[0] == status[0]]


def by_check(run: Run) -> dict[tuple[str, str], tuple[int, int]]:
    """Return assertions and failures by operation and check, in the order of operations and checks."""
    found: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    order = {operation: number for number, operation in enumerate(run.operations)}
    for cell in sorted(run.cells, key=lambda cell: (order.get(cell.operation, len(order)), cell.check, cell.status)):
        asserted, failed = found[cell.operation, cell.check]
        found[cell.operation, cell.check] = (asserted + cell.asserted, failed + cell.failed)
    return dict(found)


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
    """Yield paragraphs: each finding, ordered by file, at most :data:`MOST_OF_RULE` of a rule; then the summary."""
    for file, findings in by_file(run).items():
        numbers: Counter[str] = Counter()
        for finding in findings:
            numbers[finding.rule] += 1
            if numbers[finding.rule] <= MOST_OF_RULE:
                yield render_document_finding(finding, run)
        for rule, number in numbers.items():
            if number > MOST_OF_RULE:
                yield f"{file}: {number - MOST_OF_RULE:,} further findings of {rule}; --format json shows all"
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
