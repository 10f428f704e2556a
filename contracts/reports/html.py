"""One page for a browser, complete in itself: what was covered, what never was, and each failure with its requests.

Everything in it that comes from documents and answers is text: the template escapes it, and the page forbids itself
whatever does not stand in it (Content Security Policy), so a hostile body stays a body. A run over documents has a page
of its own: findings by rule and file, and by file with their lines.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from contracts.findings import Finding
from contracts.messages import Response
from contracts.outcome import Run
from contracts.reports.coverage import never_seen, statuses_of
from contracts.reports.html_documents import of_documents
from contracts.reports.report import Report

FOLDER = Path(__file__).with_name("page")

LARGEST_BODY = 20_000
"""Characters of a body that are shown."""


def _render(run: Run) -> str:
    script, style = _file("page.js"), _file("page.css")
    name = "documents.html.jinja" if run.examined else "page.html.jinja"
    page: str = _template(name).render(
        run=run,
        **(of_documents(run) if run.examined else _of_test(run)),
        script=script,
        style=style,
        policy=f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; base-uri 'none'",
    )
    return page.rstrip() + "\n"


def _of_test(run: Run) -> dict[str, Any]:
    """What the page of a test shows."""
    return {
        "groups": _groups(run),
        "rows": _rows(run),
        "checks": _checks(run),
        "columns": _columns(run),
        "never": list(never_seen(run)),
        "judgements": sum(cell.looked for cell in run.cells),
    }


@cache
def _template(name: str) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 (only this report needs it)

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _file(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def _digest(text: str) -> str:
    """How a policy names an inline script or style (CSP level 3, section 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _groups(run: Run) -> list[dict[str, Any]]:
    """Findings by operation, those of operations first, in their order."""
    by_operation: dict[str, list[dict[str, Any]]] = {operation: [] for operation in run.operations}
    for number, finding in enumerate(run.findings, start=1):
        operation = finding.evidence.operation if finding.evidence else ""
        by_operation.setdefault(operation, []).append(_finding(finding, number, run))
    return [{"operation": operation, "findings": found} for operation, found in by_operation.items() if found]


def _finding(finding: Finding, number: int, run: Run) -> dict[str, Any]:
    evidence = finding.evidence
    return {
        "number": number,
        "rule": finding.rule,
        "check": finding.rule.partition("/")[0],
        "severity": finding.severity.value,
        "message": finding.message,
        "place": str(finding.location),
        "hint": finding.hint,
        "expected": evidence.expected if evidence else "",
        "got": evidence.got if evidence else "",
        "curl": [request.curl(run.subject) for request in evidence.requests] if evidence else [],
        "answer": _answer(evidence.response) if evidence and evidence.response else None,
    }


def _answer(response: Response) -> dict[str, Any]:
    return {
        "status": response.status,
        "headers": [f"{name}: {value}" for name, value in response.headers],
        "body": _pretty(response),
    }


def _pretty(response: Response) -> str:
    text = response.body.decode("utf-8", "backslashreplace")
    if "json" in response.media_type:
        with contextlib.suppress(ValueError):  # it says JSON and is none: shown as it came
            text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    return text if len(text) <= LARGEST_BODY else f"{text[:LARGEST_BODY]}\n… ({len(response.body)} bytes)"


def _columns(run: Run) -> list[str]:
    """All statuses that are documented or were seen."""
    named = {status for statuses in run.documented.values() for status in statuses}
    seen = {str(cell.status) for cell in run.cells if cell.status}
    return sorted(named | seen, key=lambda status: (status == "default", status))


def _rows(run: Run) -> list[dict[str, Any]]:
    """For each operation and status: how it stands, and by check what was looked at."""
    by_cell: dict[tuple[str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    for cell in run.cells:
        known = by_cell[cell.operation, str(cell.status or "")]
        looked, failed = known.get(cell.check, (0, 0))
        known[cell.check] = (looked + cell.looked, failed + cell.failed)
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
        return {"state": "none", "number": 0, "failed": 0, "told": ""}
    looks: dict[str, tuple[int, int]] = {}
    for seen in statuses_of(status, run, operation):
        for check, (looked, bad) in by_cell.get((operation, seen), {}).items():
            before = looks.get(check, (0, 0))
            looks[check] = (before[0] + looked, before[1] + bad)
    failed = sum(count for _, count in looks.values())
    if looks:
        state = "failed" if failed else "seen" if documented or not operation else "undocumented"
    else:
        state = "never" if documented else "none"
    told = ", ".join(
        f"{check} {looked}" + (f" ({bad} failed)" if bad else "") for check, (looked, bad) in looks.items()
    )
    return {"state": state, "number": sum(looked for looked, _ in looks.values()), "failed": failed, "told": told}


def _by_check(run: Run, operation: str) -> list[dict[str, Any]]:
    """For each check that looked at an operation its counts by status."""
    found: dict[str, list[dict[str, Any]]] = {}
    for cell in run.cells:
        if cell.operation == operation:
            entry = {"status": cell.status or "", "looked": cell.looked, "failed": cell.failed}
            found.setdefault(cell.check, []).append(entry)
    return [{"check": check, "statuses": found[check]} for check in sorted(found)]


def _checks(run: Run) -> list[str]:
    return sorted({finding.rule.partition("/")[0] for finding in run.findings})


REPORT = Report("html", _render)
