"""The registry of report formats."""

from __future__ import annotations

from contracts.reports import github, html, json, junit, markdown, sarif, text
from contracts.reports.report import Report

REPORTS = (
    github.REPORT,
    html.REPORT,
    json.REPORT,
    junit.REPORT,
    markdown.REPORT,
    sarif.REPORT,
    text.REPORT,
)


def all_reports() -> tuple[Report, ...]:
    """Return all formats, ordered by name."""
    return REPORTS
