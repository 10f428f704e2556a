"""The Markdown report: a changelog of breaking, risky and safe changes by operation.

Findings of other commands are grouped by severity and operation; those about documents by file, with locations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from contracts.escaping import one_line
from contracts.findings import Finding, Severity
from contracts.reports.report import Report
from contracts.reports.summaries import by_file, verdict_on
from contracts.run_result import Run

_CHANGES = {Severity.ERROR: "Breaking", Severity.WARNING: "Risky", Severity.HINT: "Safe"}
_SEVERITIES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.HINT: "Hints"}

WHOLE = "The API as a whole"
SEVERAL = "Several operations"

MOST = 8
"""Maximum number of operations in one entry."""

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#&~])")


def _render(run: Run) -> str:
    is_diff = run.command == "contracts diff"
    title = f"# Changes: {_plain(run.document)}" if is_diff else f"# {run.command}: {_plain(run.document)}"
    parts = [title]
    if run.documents and not is_diff:
        return "\n\n".join([title, *_by_file(run)]) + "\n"
    for severity, heading in (_CHANGES if is_diff else _SEVERITIES).items():
        found = [finding for finding in run.findings if finding.severity is severity]
        if found:
            parts += [f"## {heading}", *_by_operation(found)]
    if not run.findings:
        parts.append("No changes." if is_diff else "No findings.")
    if run.notes:
        parts.append("\n".join(f"- {_plain(note)}" for note in run.notes))
    return "\n\n".join(parts) + "\n"


def _by_file(run: Run) -> Iterator[str]:
    """Yield a summary of each document, then the findings by file with their locations."""
    yield "\n".join(f"- {_plain(one.name)}: {_plain(verdict_on(one, run))}" for one in run.documents)
    for file, findings in by_file(run).items():
        if findings:
            yield f"## {_plain(file)}"
            yield "\n".join(map(_located, findings))
    if run.notes:
        yield "\n".join(f"- {_plain(note)}" for note in run.notes)


def _located(finding: Finding) -> str:
    place = finding.location
    where = f"{place.line}:{place.column} " if place.line else ""
    hint = f"; {_plain(finding.hint)}" if finding.hint else ""
    return f"- {where}**{finding.severity}** {_plain(finding.message)} (`{finding.rule}`){hint}"


def _by_operation(findings: Sequence[Finding]) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for finding in findings:
        groups.setdefault(_owner(finding), []).append(_entry(finding))
    last = {WHOLE: 1, SEVERAL: 2}
    for name in sorted(groups, key=lambda name: (last.get(name, 0), _path_first(name))):
        yield f"### {_plain(name)}"
        yield "\n".join(dict.fromkeys(groups[name]))


def _path_first(name: str) -> tuple[str, str]:
    """Return the sort key of an operation: path, then method."""
    method, _, path = name.partition(" ")
    return path, method


def _operations(finding: Finding) -> tuple[str, ...]:
    if finding.evidence is not None:
        return finding.touches or ((finding.evidence.operation,) if finding.evidence.operation else ())
    return finding.touches


def _owner(finding: Finding) -> str:
    operations = _operations(finding)
    return operations[0] if len(operations) == 1 else SEVERAL if operations else WHOLE


def _entry(finding: Finding) -> str:
    operations = _operations(finding)
    named = ""
    if len(operations) > 1:
        more = f" and {len(operations) - MOST} more" if len(operations) > MOST else ""
        named = f" In {', '.join(_plain(name) for name in operations[:MOST])}{more}."
    return f"- {_plain(finding.message)} (`{finding.rule}`).{named}"


def _plain(text: str) -> str:
    """Return text with markup escaped: content of documents must not become links or headings."""
    return _MARKUP.sub(r"\\\1", one_line(text))


REPORT = Report("markdown", _render)
