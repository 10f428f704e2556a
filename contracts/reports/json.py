"""The JSON report, described by ``docs/report.schema.json``."""

from __future__ import annotations

import base64
import json
from typing import Any

from contracts.escaping import printable_json
from contracts.findings import Edit, Finding, Location
from contracts.messages import Request, Response
from contracts.reports.report import Report
from contracts.run_result import Run

FORMAT = 1
"""Version of the format; increases with each incompatible change."""


def _render(run: Run) -> str:
    return printable_json(json.dumps(_value(run), ensure_ascii=False, indent=2)) + "\n"


def _value(run: Run) -> dict[str, Any]:
    return {
        "form": FORMAT,
        "verb": run.command,
        "document": run.document,
        "subject": run.subject,
        "seed": run.seed,
        "finished": run.finished,
        "requests": run.requests,
        "findings": [_finding(finding, run.subject) for finding in run.findings],
        "operations": [
            {"id": operation, "documented": list(run.documented.get(operation, ()))} for operation in run.operations
        ],
        "cells": [
            {
                "operation": cell.operation,
                "status": cell.status,
                "check": cell.check,
                "looked": cell.asserted,
                "failed": cell.failed,
            }
            for cell in run.cells
        ],
        "notes": list(run.notes),
        "skipped": [{"operation": skip.operation, "reason": skip.reason} for skip in run.skips],
        "reproduce": run.reproduce,
        "examined": [
            {"name": one.name, "version": one.version, "operations": one.operations, "files": list(one.files)}
            for one in run.documents
        ],
    }


def _finding(finding: Finding, base: str) -> dict[str, Any]:
    value: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "location": _location(finding.location),
    }
    if finding.line:
        value["line"] = finding.line.text
        if finding.line.start:
            value["line_start"] = finding.line.start
    if finding.edits:
        value["edits"] = [_edit(edit) for edit in finding.edits]
    value |= {"cause": finding.cause} if finding.cause else {}
    value |= {"also": list(finding.also)} if finding.also else {}
    value |= {"quirk": finding.quirk} if finding.quirk else {}
    value |= {"touches": list(finding.touches)} if finding.touches else {}
    if finding.evidence is not None:
        evidence = finding.evidence
        value |= {
            "operation": evidence.operation,
            "expected": evidence.expected,
            "got": evidence.got,
            "requests": [_request(request, base) for request in evidence.requests],
            "response": _response(evidence.response) if evidence.response is not None else None,
        }
    return value


def _location(location: Location) -> dict[str, Any]:
    return {
        "file": location.file,
        "line": location.line,
        "column": location.column,
        "pointer": location.pointer,
    }


def _edit(edit: Edit) -> dict[str, Any]:
    value: dict[str, Any] = {"action": edit.action, "location": _location(edit.location)}
    value |= {"key": edit.key} if edit.key else {}
    return value | ({"value": json.loads(edit.value)} if edit.value else {})


def _request(request: Request, base: str) -> dict[str, Any]:
    return {
        "method": request.method,
        "target": request.target,
        "headers": [list(pair) for pair in request.headers],
        **_body(request.body),
        "curl": request.curl(base),
    }


def _response(response: Response) -> dict[str, Any]:
    return {"status": response.status, "headers": [list(pair) for pair in response.headers], **_body(response.body)}


def _body(body: bytes) -> dict[str, str]:
    """Return a body as text, or in base64 if it is not UTF-8."""
    try:
        return {"body": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode("ascii")}


REPORT = Report("json", _render, is_data=True)
