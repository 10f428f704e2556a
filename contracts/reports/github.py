"""Workflow commands of GitHub Actions: each finding becomes an annotation at its line.

The form and its escapes: docs.github.com, "Workflow commands for GitHub Actions", and the toolkit's own ``command.ts``.
"""

from __future__ import annotations

from contracts.findings import Finding, Severity
from contracts.outcome import Run
from contracts.reports.report import Report
from contracts.reports.text import printable, render_finding

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def _render(run: Run) -> str:
    lines = [_command(finding, run) for finding in run.findings]
    number = len(run.findings)
    asked = "" if run.examined else f", {run.requests} requests"
    lines.append(f"{run.verb}: {number} finding{'' if number == 1 else 's'}{asked}")
    return "\n".join(lines) + "\n"


def _command(finding: Finding, run: Run) -> str:
    place = finding.location
    properties = {"file": place.file} if place.line else {}
    properties |= {"line": str(place.line), "col": str(place.column)} if place.line else {}
    properties["title"] = printable(f"{finding.rule}: {finding.message}")
    said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_LEVELS[finding.severity]} {said}::{_data(_said(finding, run))}"


def _said(finding: Finding, run: Run) -> str:
    """What stands below the title; the line itself is shown beside it."""
    if finding.evidence is not None:
        return render_finding(finding, run.subject)
    place = finding.location if not finding.location.line else f"#{finding.location.pointer}"
    return printable("\n".join(filter(None, [finding.message, finding.hint, str(place)])))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


REPORT = Report("github", _render)
