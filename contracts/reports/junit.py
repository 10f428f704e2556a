"""The JUnit XML report for CI systems: a test suite per check, a test case per operation, with times.

Operations that were not or not completely tested are skipped cases of the suite ``coverage``. For documents: a test
suite per file, a test case per rule with findings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from contracts.escaping import printable, printable_markup
from contracts.findings import Finding
from contracts.reports.report import Report
from contracts.reports.summaries import by_check, by_file, is_failure, render_document_finding
from contracts.reports.text import GENERAL, render_finding
from contracts.run_result import Run

COVERAGE = "coverage"
"""Name of the suite with skipped operations."""


@dataclass
class _Case:
    """A test case.

    :param seconds: wall time.
    :param skipped: why it was skipped; empty if it was not.
    """

    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0
    skipped: list[str] = field(default_factory=list)

    def fails(self, run: Run) -> bool:
        """Whether a finding fails the run."""
        return any(is_failure(one, run) for one in self.findings)


Cases = dict[str, dict[str, _Case]]
"""Test cases by suite and name."""


def _render(run: Run) -> str:
    suites = Element("testsuites", name=run.command)
    cases = _by_file(run) if run.documents else _by_operation(run)
    for name, of_suite in cases.items():
        _suite(suites, name, of_suite, run)
    _count(suites, [case for of_suite in cases.values() for case in of_suite.values()], run)
    indent(suites)
    # What XML 1.0 cannot represent (section 2.2) does not print, and is escaped already.
    text = printable_markup(tostring(suites, encoding="unicode"))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _by_operation(run: Run) -> Cases:
    """Return a suite per check, in alphabetical order, with a case per operation, in the order of the document."""
    cases: Cases = defaultdict(lambda: defaultdict(_Case))
    for operation, check in by_check(run):
        cases[check][operation].seconds = run.seconds.get((operation, check), 0.0)
    for finding in run.findings:
        for operation in finding.touches or (finding.evidence.operation if finding.evidence else "",):
            cases[finding.rule.partition("/")[0]][operation].findings.append(finding)
    for skip in run.skips:
        cases[COVERAGE][skip.operation].skipped.append(skip.reason.removeprefix(f"{skip.operation}: "))
    return {check: cases[check] for check in sorted(cases)}


def _by_file(run: Run) -> Cases:
    """Return a case per rule with findings; documents without findings get one passing case."""
    cases: Cases = {}
    for name, findings in by_file(run).items():
        rules: dict[str, _Case] = defaultdict(_Case)
        for finding in sorted(findings, key=lambda one: one.rule):
            rules[finding.rule].findings.append(finding)
        cases[name] = rules if findings else {"all rules": _Case()}
    return cases


def _suite(suites: Element, name: str, cases: Mapping[str, _Case], run: Run) -> None:
    suite = SubElement(suites, "testsuite", name=name)
    _count(suite, list(cases.values()), run)
    for title, case in cases.items():
        element = SubElement(suite, "testcase", classname=name, name=title or GENERAL, time=f"{case.seconds:.3f}")
        if case.findings:
            _add_findings(element, title, case.findings, run)
        elif case.skipped:
            SubElement(element, "skipped", message="; ".join(case.skipped))


def _count(element: Element, cases: Sequence[_Case], run: Run) -> None:
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.fails(run) for case in cases)))
    element.set("errors", "0")
    element.set("skipped", str(sum(bool(case.skipped) and not case.findings for case in cases)))
    element.set("time", f"{sum(case.seconds for case in cases):.3f}")


def _add_findings(case: Element, operation: str, findings: Sequence[Finding], run: Run) -> None:
    """Add findings to a case: as a failure, or as output if none of them fails the run."""
    first = next((one for one in findings if is_failure(one, run)), findings[0])
    text = "\n\n".join(_text(finding, operation, run) for finding in findings)
    if first.location.line:
        case.set("file", first.location.file)
        case.set("line", str(first.location.line))
    if not is_failure(first, run):
        SubElement(case, "system-out").text = text
        return
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    SubElement(case, "failure", type=first.rule, message=first.message + more).text = text


def _text(finding: Finding, operation: str, run: Run) -> str:
    """Return a finding as text; one about several operations is shown once, the others refer to it."""
    if run.documents:
        return printable(render_document_finding(finding, run))
    shown = finding.evidence.operation if finding.evidence else operation
    if operation != shown:
        return printable(f"{finding.severity}: {finding.message} [{finding.rule}]\n  see       {shown}")
    return render_finding(finding, run.subject)


REPORT = Report("junit", _render)
