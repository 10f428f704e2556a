"""SARIF 2.1.0 (OASIS), as code scanning reads it: each finding at its place in the document."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from contracts.findings import Finding, Severity
from contracts.outcome import Run, identity_of
from contracts.reports.report import Report
from contracts.reports.text import render_finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def _render(run: Run) -> str:
    rules = sorted({finding.rule for finding in run.findings})
    value = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "casemock", "rules": [{"id": rule, "name": rule} for rule in rules]}},
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": run.finished, "commandLine": run.reproduce}],
                "results": [_result(finding, rules.index(finding.rule), run) for finding in run.findings],
            }
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _result(finding: Finding, rule: int, run: Run) -> dict[str, Any]:
    key = hashlib.sha256("\0".join(map(str, identity_of(finding))).encode()).hexdigest()
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": render_finding(finding, run.subject)},
        "locations": [_location(finding)],
        "partialFingerprints": {"casemock/v1": key},
    }


def _location(finding: Finding) -> dict[str, Any]:
    place = finding.location
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file.replace("\\", "/"), safe="/:")}}
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": max(place.column, 1)}
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": f"#{place.pointer}"}]
    return location


REPORT = Report("sarif", _render)
