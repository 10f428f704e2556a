"""The SARIF 2.1.0 report (OASIS) for code scanning: each finding with its location in the document."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from contracts.findings import Finding, Severity
from contracts.reports.excerpt import marked_width
from contracts.reports.report import Report
from contracts.reports.text import render_finding
from contracts.run_result import RuleDescription, Run, finding_key

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def _render(run: Run) -> str:
    rules = sorted({finding.rule for finding in run.findings})
    value = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "casemock", "rules": _rules(run, rules)}},
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": run.finished, "commandLine": run.reproduce}],
                "results": [_result(finding, rules.index(finding.rule), run) for finding in run.findings],
            }
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _result(finding: Finding, rule: int, run: Run) -> dict[str, Any]:
    identity = (*finding_key(finding), *([finding.location.file] if run.documents else []))
    key = hashlib.sha256("\0".join(map(str, identity)).encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _text(finding, run)},
        "locations": [_location(finding)],
        "partialFingerprints": {"casemock/v1": key},
    }


def _rules(run: Run, ids: list[str]) -> list[dict[str, Any]]:
    """Return the descriptions of rules; some, such as syntax errors, have only an id."""
    known = {rule.id: rule for rule in run.rules}
    return [{"id": one, "name": one, **(_description(known[one]) if one in known else {})} for one in ids]


def _description(rule: RuleDescription) -> dict[str, Any]:
    return {
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\n{rule.remedy[:1].upper()}{rule.remedy[1:]}."},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _text(finding: Finding, run: Run) -> str:
    if finding.evidence is not None:
        return render_finding(finding, run.subject)
    return f"{finding.message}\n{finding.hint}" if finding.hint else finding.message


def _location(finding: Finding) -> dict[str, Any]:
    where = finding.location
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(where.file.replace("\\", "/"), safe="/:")}}
    if where.line:
        physical["region"] = _region(finding)
    location: dict[str, Any] = {"physicalLocation": physical}
    if where.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": f"#{where.pointer}"}]
    return location


def _region(finding: Finding) -> dict[str, Any]:
    start = max(finding.location.column, 1)
    region: dict[str, Any] = {"startLine": finding.location.line, "startColumn": start}
    if finding.line:
        region["endColumn"] = start + marked_width(finding)
    return region


REPORT = Report("sarif", _render)
