"""What the page of a run over documents shows: each document, rules by files, and the findings of each file."""

from __future__ import annotations

from collections import Counter
from typing import Any

from contracts.findings import Finding, Severity
from contracts.outcome import Run
from contracts.reports.documents import by_file, verdict_on
from contracts.reports.excerpt import excerpt

MOST_FILES = 12
"""With more files than that, the table of rules has no column for each."""


def of_documents(run: Run) -> dict[str, Any]:
    """The values of the template."""
    found = by_file(run)
    files = [file for file, findings in found.items() if findings]
    return {
        "documents": [{"name": one.name, "verdict": verdict_on(one, run)} for one in run.examined],
        "files": files,
        "columns": files if len(files) <= MOST_FILES else [],
        "rows": _rows(run, files),
        "severities": [
            {"name": one.value, "word": run.words.get(one, one.value)}
            for one in Severity
            if any(finding.severity is one for finding in run.findings)
        ],
        "groups": [
            {"file": file, "findings": [_finding(finding, run) for finding in findings]}
            for file, findings in found.items()
            if findings
        ],
    }


def _rows(run: Run, files: list[str]) -> list[dict[str, Any]]:
    """For each rule with findings how many there are in each file, the most severe and frequent rules first."""
    titles = {rule.id: rule.title for rule in run.rules}
    numbers = Counter((finding.rule, finding.location.file) for finding in run.findings)
    totals = Counter(finding.rule for finding in run.findings)
    severities = {finding.rule: finding.severity for finding in run.findings}
    order = list(Severity)
    return [
        {
            "rule": rule,
            "title": titles.get(rule, ""),
            "severity": severities[rule].value,
            "word": run.words.get(severities[rule], severities[rule].value),
            "total": totals[rule],
            "numbers": [numbers[rule, file] for file in files],
        }
        for rule in sorted(totals, key=lambda rule: (order.index(severities[rule]), -totals[rule], rule))
    ]


def _finding(finding: Finding, run: Run) -> dict[str, Any]:
    place = finding.location
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "word": run.words.get(finding.severity, finding.severity.value),
        "message": finding.message,
        "place": f"{place.line}:{place.column}" if place.line else "",
        "pointer": place.pointer,
        "excerpt": "\n".join(line.removeprefix("  ") for line in excerpt(finding)),
        "hint": finding.hint,
        "fixable": bool(finding.edits),
    }
