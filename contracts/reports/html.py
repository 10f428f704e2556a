"""The HTML report: one self-contained page with coverage, and each finding with its requests.

Content of documents and responses is escaped, and the page's Content Security Policy allows only its own script and
style, so hostile content stays text. Runs over documents have another page: findings by rule and file, with lines.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from contracts.escaping import printable_html
from contracts.findings import Finding, Severity
from contracts.messages import Response
from contracts.reports.excerpt import excerpt
from contracts.reports.report import Report
from contracts.reports.summaries import by_file, is_failure, never_seen, statuses_of, verdict_on
from contracts.reports.text import SEVERAL, label_of, owner_of
from contracts.run_result import Run

FOLDER = Path(__file__).with_name("page")

LARGEST_BODY = 20_000
"""Maximum length of a body."""


MOST_FILES = 12
"""Maximum number of files with a column in the table of rules."""


def _render(run: Run) -> str:
    script, style = _file("page.js"), _file("page.css")
    name = "documents.html.jinja" if run.documents else "page.html.jinja"
    page: str = _template(name).render(
        run=run,
        **(_of_documents(run) if run.documents else _of_test(run)),
        script=script,
        style=style,
        policy=f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; base-uri 'none'",
    )
    return page.rstrip() + "\n"


def _of_test(run: Run) -> dict[str, Any]:
    """Return the values of the template for tests."""
    return {
        "groups": _groups(run),
        "owners": _owners(run),
        "failing": sum(is_failure(finding, run) for finding in run.findings),
        "rows": _rows(run),
        "checks": _checks(run),
        "columns": _columns(run),
        "never": list(never_seen(run)),
        "assertions": sum(cell.asserted for cell in run.cells),
    }


@cache
def _template(name: str) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 (only this format needs it)

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=printable_html,
    )
    return environment.get_template(name)


def _file(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def _digest(text: str) -> str:
    """Return the source expression of an inline script or style (CSP level 3, section 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _groups(run: Run) -> list[dict[str, Any]]:
    """Return findings by operation in the order of the document, then those of no operation."""
    by_operation: dict[str, list[dict[str, Any]]] = {name: [] for name in (SEVERAL, *run.operations)}
    for number, finding in enumerate(run.findings, start=1):
        operation = owner_of(finding)
        by_operation.setdefault(operation, []).append(_finding(finding, number, run))
    return [{"operation": operation, "findings": found} for operation, found in by_operation.items() if found]


def _owners(run: Run) -> list[str]:
    """Return all operations with findings, in the order of the document; ``""`` for findings of no operation."""
    named = {name for finding in run.findings for name in (*finding.touches, owner_of(finding))} - {SEVERAL}
    order = {operation: number for number, operation in enumerate(run.operations)}
    return sorted(named, key=lambda name: (order.get(name, len(order)), name))


def _finding(finding: Finding, number: int, run: Run) -> dict[str, Any]:
    evidence = finding.evidence
    return {
        "number": number,
        "rule": finding.rule,
        "check": finding.rule.partition("/")[0],
        "severity": label_of(finding),
        "operations": list(finding.touches) or [evidence.operation if evidence else ""],
        "also": list(finding.also),
        "quirk": finding.quirk,
        "message": finding.message,
        "location": str(finding.location),
        "hint": finding.hint,
        "expected": evidence.expected if evidence else "",
        "got": evidence.got if evidence else "",
        "curl": [request.curl(run.subject) for request in evidence.requests] if evidence else [],
        "response": _response(evidence.response) if evidence and evidence.response else None,
    }


def _response(response: Response) -> dict[str, Any]:
    return {
        "status": response.status,
        "headers": [f"{name}: {value}" for name, value in response.headers],
        "body": _pretty(response),
    }


def _pretty(response: Response) -> str:
    text = response.body.decode("utf-8", "backslashreplace")
    if "json" in response.media_type:
        with contextlib.suppress(ValueError):  # invalid JSON is shown unchanged
            text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    return text if len(text) <= LARGEST_BODY else f"{text[:LARGEST_BODY]}\n… ({len(response.body)} bytes)"


def _columns(run: Run) -> list[str]:
    """Return all status codes that are documented or were received."""
    named = {status for statuses in run.documented.values() for status in statuses}
    seen = {str(cell.status) for cell in run.cells if cell.status}
    return sorted(named | seen, key=lambda status: (status == "default", status))


def _rows(run: Run) -> list[dict[str, Any]]:
    """Return a row per operation: state by status code, and counts by check."""
    by_cell: dict[tuple[str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    for cell in run.cells:
        known = by_cell[cell.operation, str(cell.status or "")]
        asserted, failed = known.get(cell.check, (0, 0))
        known[cell.check] = (asserted + cell.asserted, failed + cell.failed)
    names = [*run.operations, *([""] if any(not cell.operation for cell in run.cells) else [])]
    return [
        {
            "operation": name,
            "cells": [_cell(run, name, status, by_cell) for status in _columns(run)],
            "checks": _by_check(run, name),
        }
        for name in names
    ]


def _cell(
    run: Run, operation: str, status: str, by_cell: dict[tuple[str, str], dict[str, tuple[int, int]]]
) -> dict[str, Any]:
    documented = status in run.documented.get(operation, ())
    if not documented and not status.isdecimal():
        return {"state": "none", "number": 0, "failed": 0, "title": ""}
    found: dict[str, tuple[int, int]] = {}
    for seen in statuses_of(status, run, operation):
        for check, (asserted, bad) in by_cell.get((operation, seen), {}).items():
            before = found.get(check, (0, 0))
            found[check] = (before[0] + asserted, before[1] + bad)
    failed = sum(count for _, count in found.values())
    if found:
        state = "failed" if failed else "seen" if documented or not operation else "undocumented"
    else:
        state = "never" if documented else "none"
    title = ", ".join(
        f"{check} {asserted}" + (f" ({bad} failed)" if bad else "") for check, (asserted, bad) in found.items()
    )
    return {"state": state, "number": sum(asserted for asserted, _ in found.values()), "failed": failed, "title": title}


def _by_check(run: Run, operation: str) -> list[dict[str, Any]]:
    """Return the counts by status code for each check of an operation."""
    found: dict[str, list[dict[str, Any]]] = {}
    for cell in run.cells:
        if cell.operation == operation:
            entry = {"status": cell.status or "", "looked": cell.asserted, "failed": cell.failed}
            found.setdefault(cell.check, []).append(entry)
    return [{"check": check, "statuses": found[check]} for check in sorted(found)]


def _checks(run: Run) -> list[str]:
    return sorted({finding.rule.partition("/")[0] for finding in run.findings})


# ---------------------------------------------------------------------- runs over documents


def _of_documents(run: Run) -> dict[str, Any]:
    """Return the values of the template for documents."""
    found = by_file(run)
    files = [file for file, findings in found.items() if findings]
    return {
        "documents": [{"name": one.name, "verdict": verdict_on(one, run)} for one in run.documents],
        "files": files,
        "columns": files if len(files) <= MOST_FILES else [],
        "rows": _document_rows(run, files),
        "severities": [
            {"name": one.value, "word": run.words.get(one, one.value)}
            for one in Severity
            if any(finding.severity is one for finding in run.findings)
        ],
        "groups": [
            {"file": file, "findings": [_document_finding(finding, run) for finding in findings]}
            for file, findings in found.items()
            if findings
        ],
    }


def _document_rows(run: Run, files: list[str]) -> list[dict[str, Any]]:
    """Return a row per rule with the number of findings by file, most severe and frequent rules first."""
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


def _document_finding(finding: Finding, run: Run) -> dict[str, Any]:
    location = finding.location
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "word": run.words.get(finding.severity, finding.severity.value),
        "message": finding.message,
        "location": f"{location.line}:{location.column}" if location.line else "",
        "pointer": location.pointer,
        "excerpt": "\n".join(line.removeprefix("  ") for line in excerpt(finding)),
        "hint": finding.hint,
        "fixable": bool(finding.edits),
    }


REPORT = Report("html", _render)
