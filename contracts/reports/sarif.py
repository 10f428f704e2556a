"""SARIF 2.1.0 (OASIS), as code scanning reads it: each finding at its place in the document."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from contracts.findings import Finding, Severity
from contracts.outcome import RuleText, Run, identity_of
from contracts.reports.excerpt import marked_width
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
                "tool": {"driver": {"name": "casemock", "rules": _rules(run, rules)}},
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": run.finished, "commandLine": run.reproduce}],
                "results": [_result(finding, rules.index(finding.rule), run) for finding in run.findings],
            }
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _result(finding: Finding, rule: int, run: Run) -> dict[str, Any]:
    known_by = (*identity_of(finding), *([finding.location.file] if run.examined else []))
    key = hashlib.sha256("\0".join(map(str, known_by)).encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _said(finding, run)},
        "locations": [_location(finding)],
        "partialFingerprints": {"casemock/v1": key},
    }


def _rules(run: Run, ids: list[str]) -> list[dict[str, Any]]:
    """What is known of the rules of the findings; some, e.g. those of a text that is none, have no texts."""
    known = {rule.id: rule for rule in run.rules}
    return [{"id": one, "name": one, **(_texts(known[one]) if one in known else {})} for one in ids]


def _texts(rule: RuleText) -> dict[str, Any]:
    return {
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\n{rule.remedy[:1].upper()}{rule.remedy[1:]}."},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _said(finding: Finding, run: Run) -> str:
    if finding.evidence is not None:
        return render_finding(finding, run.subject)
    return f"{finding.message}\n{finding.hint}" if finding.hint else finding.message


def _location(finding: Finding) -> dict[str, Any]:
    place = finding.location
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file.replace("\\", "/"), safe="/:")}}
    if place.line:
        physical["region"] = _region(finding)
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": f"#{place.pointer}"}]
    return location


def _region(finding: Finding) -> dict[str, Any]:
    start = max(finding.location.column, 1)
    region: dict[str, Any] = {"startLine": finding.location.line, "startColumn": start}
    if finding.line:
        region["endColumn"] = start + marked_width(finding)
    return region


REPORT = Report("sarif", _render)
