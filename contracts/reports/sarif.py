"""The SARIF 2.1.0 report (OASIS) for code scanning: each finding with its location in the document."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any
from urllib.parse import quote

from contracts.escaping import printable, printable_json
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
    return printable_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def _result(finding: Finding, rule: int, run: Run) -> dict[str, Any]:
    identity = (*_identity(finding), *([finding.location.file] if run.documents else []))
    key = hashlib.sha256("\0".join(map(str, identity)).encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _text(finding, run)},
        "locations": [_location(finding)],
        **({"properties": {"operations": list(finding.touches)}} if finding.touches else {}),
        "partialFingerprints": {"casemock/v1": key},
    }


def _identity(finding: Finding) -> tuple[str | int, ...]:
    """Return the key of a finding; of one about several operations, a key without their number and names."""
    if finding.evidence is None or not finding.touches:
        return finding_key(finding)
    return (finding.rule, "several operations", finding.cause)


def _rules(run: Run, ids: list[str]) -> list[dict[str, Any]]:
    """Return the descriptions of rules; some, such as syntax errors, have only an id."""
    known = {rule.id: rule for rule in run.rules}
    found = {one: known.get(one) or known.get(one.partition("/")[0]) for one in ids}
    return [{"id": one, "name": one, **(_description(rule) if rule else {})} for one, rule in found.items()]


def _description(rule: RuleDescription) -> dict[str, Any]:
    remedy = f"{rule.remedy[:1].upper()}{rule.remedy[1:]}." if rule.remedy else ""
    paragraphs = list(filter(None, [rule.why, remedy, rule.example]))
    source = _source(rule.why)
    link = f"See [{source[0]}]({source[1]})." if source else ""
    markdown = [f"**{_sentence(rule.title)}**", *map(_plain, paragraphs), link]
    value: dict[str, Any] = {
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": "\n\n".join(paragraphs), "markdown": "\n\n".join(filter(None, markdown))},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    return value | {"helpUri": source[1] if source else OPENAPI}


_RFC = re.compile(r"RFC (\d{3,5})(?:, section (\d+(?:\.\d+)*))?")

OPENAPI = "https://spec.openapis.org/oas/latest.html"
"""Help link of rules whose description names no RFC."""


def _source(text: str) -> tuple[str, str] | None:
    """Return the first RFC that a text names, with the address of the section; ``None`` if it names none."""
    found = _RFC.search(text)
    if found is None:
        return None
    section = f"#section-{found[2]}" if found[2] else ""
    return found[0], f"https://www.rfc-editor.org/rfc/rfc{found[1]}{section}"


def _sentence(text: str) -> str:
    """Return a phrase as a sentence."""
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."


def _plain(text: str) -> str:
    """Return text with the markup of Markdown escaped."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)


def _text(finding: Finding, run: Run) -> str:
    if finding.evidence is not None:
        return render_finding(finding, run.subject)
    return printable(f"{finding.message}\n{finding.hint}" if finding.hint else finding.message)


def _location(finding: Finding) -> dict[str, Any]:
    where = finding.location
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": quote(where.file.replace("\\", "/").encode("utf-8", "surrogatepass"), safe="/:")}
    }
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


REPORT = Report("sarif", _render, is_data=True)
