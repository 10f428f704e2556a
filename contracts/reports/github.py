"""GitHub Actions workflow commands: each finding becomes an annotation at its line.

Syntax and escapes: docs.github.com, "Workflow commands for GitHub Actions", and ``command.ts`` of the toolkit.
"""

from __future__ import annotations

from contracts.escaping import printable
from contracts.findings import Finding, Severity
from contracts.reports.report import Report
from contracts.reports.text import render_finding
from contracts.run_result import Run
from contracts.wording import pluralize

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def _render(run: Run) -> str:
    lines = [_command(finding, run) for finding in run.findings]
    requests = "" if run.documents else f", {pluralize(run.requests, 'request')}"
    lines.append(f"{run.command}: {pluralize(len(run.findings), 'finding')}{requests}")
    return "\n".join(lines) + "\n"


def _command(finding: Finding, run: Run) -> str:
    location = finding.location
    properties = {"file": location.file} if location.line else {}
    properties |= {"line": str(location.line), "col": str(location.column)} if location.line else {}
    properties["title"] = f"{finding.rule}: {finding.message}"
    encoded = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_LEVELS[finding.severity]} {encoded}::{_data(_text(finding, run))}"


def _text(finding: Finding, run: Run) -> str:
    """Return the text below the title; GitHub shows the line itself."""
    if finding.evidence is not None:
        return render_finding(finding, run.subject)
    location = finding.location if not finding.location.line else f"#{finding.location.pointer}"
    return printable("\n".join(filter(None, [finding.message, finding.hint, str(location)])))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")


REPORT = Report("github", _render)
