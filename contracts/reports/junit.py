"""JUnit's XML, as CI systems read it: a suite for each operation, a case for each check that looked at it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from contracts.findings import Finding
from contracts.outcome import Run
from contracts.reports.coverage import by_check
from contracts.reports.report import Report
from contracts.reports.text import render_finding

OUTSIDE = "outside of all operations"

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write (section 2.2)."""


def _render(run: Run) -> str:
    cases: dict[str, dict[str, list[Finding]]] = {operation: {} for operation in run.operations}
    for operation, check in by_check(run):
        cases.setdefault(operation, {}).setdefault(check, [])
    for finding in run.findings:
        operation = finding.evidence.operation if finding.evidence else ""
        cases.setdefault(operation, {}).setdefault(finding.rule.partition("/")[0], []).append(finding)
    suites = Element("testsuites", name=run.verb)
    totals: dict[str, int] = defaultdict(int)
    for operation, checks in cases.items():
        _suite(suites, operation, checks, run, totals)
    for name in ("tests", "failures"):
        suites.set(name, str(totals[name]))
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _suite(suites: Element, operation: str, checks: dict[str, list[Finding]], run: Run, totals: dict[str, int]) -> None:
    failures = sum(bool(findings) for findings in checks.values())
    suite = SubElement(
        suites, "testsuite", name=operation or OUTSIDE, tests=str(len(checks)), failures=str(failures), errors="0"
    )
    totals["tests"] += len(checks)
    totals["failures"] += failures
    for check, findings in sorted(checks.items()):
        case = SubElement(suite, "testcase", classname=operation or OUTSIDE, name=check)
        if findings:
            _failure(case, findings, run)


def _failure(case: Element, findings: Sequence[Finding], run: Run) -> None:
    first = findings[0]
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    failure = SubElement(case, "failure", type=first.rule, message=_clean(first.message + more))
    failure.text = _clean("\n\n".join(render_finding(finding, run.subject) for finding in findings))
    if first.location.line:
        case.set("file", first.location.file)
        case.set("line", str(first.location.line))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


REPORT = Report("junit", _render)
