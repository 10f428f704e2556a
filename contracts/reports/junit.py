"""The JUnit XML report for CI systems: a test suite per operation, a test case per check.

For documents: a test suite per file, a test case per rule with findings.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from contracts.findings import Finding
from contracts.reports.report import Report
from contracts.reports.summaries import by_check, by_file, is_failure, render_document_finding
from contracts.reports.text import GENERAL, printable, render_finding
from contracts.run_result import Run

Cases = dict[str, dict[str, list[Finding]]]
"""Findings by suite and case."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot represent (section 2.2)."""


def _render(run: Run) -> str:
    suites = Element("testsuites", name=run.command)
    totals: dict[str, int] = defaultdict(int)
    for name, checks in (_by_file(run) if run.documents else _by_operation(run)).items():
        _suite(suites, name, checks, run, totals)
    for name in ("tests", "failures"):
        suites.set(name, str(totals[name]))
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _by_operation(run: Run) -> Cases:
    cases: Cases = {operation: {} for operation in run.operations}
    for operation, check in by_check(run):
        cases.setdefault(operation, {}).setdefault(check, [])
    for finding in run.findings:
        operation = finding.evidence.operation if finding.evidence else ""
        cases.setdefault(operation, {}).setdefault(finding.rule.partition("/")[0], []).append(finding)
    return cases


def _by_file(run: Run) -> Cases:
    """Return a case per rule with findings; documents without findings get one passing case."""
    cases: Cases = {}
    for name, findings in by_file(run).items():
        rules = cases.setdefault(name, {})
        for finding in findings:
            rules.setdefault(finding.rule, []).append(finding)
        if not findings:
            rules["all rules"] = []
    return cases


def _suite(suites: Element, operation: str, checks: dict[str, list[Finding]], run: Run, totals: dict[str, int]) -> None:
    failures = sum(any(is_failure(one, run) for one in findings) for findings in checks.values())
    suite = SubElement(
        suites, "testsuite", name=operation or GENERAL, tests=str(len(checks)), failures=str(failures), errors="0"
    )
    totals["tests"] += len(checks)
    totals["failures"] += failures
    for check, findings in sorted(checks.items()):
        case = SubElement(suite, "testcase", classname=operation or GENERAL, name=check)
        if findings:
            _add_findings(case, findings, run)


def _add_findings(case: Element, findings: Sequence[Finding], run: Run) -> None:
    """Add findings to a case: as a failure, or as output if none of them fails the run."""
    first = findings[0]
    text = _clean("\n\n".join(_text(finding, run) for finding in findings))
    if first.location.line:
        case.set("file", first.location.file)
        case.set("line", str(first.location.line))
    if not any(is_failure(finding, run) for finding in findings):
        SubElement(case, "system-out").text = text
        return
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    SubElement(case, "failure", type=first.rule, message=_clean(first.message + more)).text = text


def _text(finding: Finding, run: Run) -> str:
    return printable(render_document_finding(finding, run)) if run.documents else render_finding(finding, run.subject)


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


REPORT = Report("junit", _render)
