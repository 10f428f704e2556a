"""What a run on an application gives, and how it is read from the reports of both tools."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SAFE_LENGTH = 300
"""Number of characters of a message that are kept."""


@dataclass(frozen=True)
class Finding:
    """A finding of ``contracts test``.

    :ivar rule: id of the check, with the kind of finding behind a slash if it has several.
    :ivar operation: ``METHOD /path`` as in the document.
    :ivar status: status code of the response; 0 without a response.
    :ivar also: other rules that found the same.
    :ivar others: other operations where it occurs.
    """

    rule: str
    severity: str
    operation: str
    message: str
    status: int = 0
    also: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failure:
    """A failure of schemathesis.

    :ivar kind: its type, for example ``UndefinedStatusCode``.
    :ivar operation: ``METHOD /path`` as in the document.
    :ivar status: status code of the response; 0 without a response.
    """

    kind: str
    operation: str
    message: str
    status: int = 0


@dataclass(frozen=True)
class ToolRun:
    """What one tool did on one application.

    :ivar ended: whether it ended by itself, in time and with exit code 0 or 1.
    :ivar cpu: CPU seconds of the tool, without the application.
    :ivar seconds: duration.
    """

    ended: bool
    seconds: float
    cpu: float
    requests: int
    deleted: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class ApplicationResult:
    """The runs on one application; a run is missing if it was not asked for."""

    name: str
    version: str
    operations: int = 0
    casemock: ToolRun | None = None
    schemathesis: ToolRun | None = None
    problem: str = ""


def read_findings(report: Mapping[str, Any], operations: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return the findings of a JSON report of ``contracts test``.

    :param operations: ``METHOD /path`` by operation id.
    """
    return tuple(_finding(one, operations) for one in report["findings"])


def _finding(one: Mapping[str, Any], operations: Mapping[str, str]) -> Finding:
    operation = one.get("operation") or ""
    response = one.get("response") or {}
    message = one["message"][:SAFE_LENGTH]
    others = tuple(operations.get(other, other) for other in one.get("touches", ()) if other != operation)
    status = int(response.get("status", 0))
    named = operations.get(operation, operation)
    return Finding(one["rule"], one["severity"], named, message, status, tuple(one.get("also", ())), others)


def read_failures(lines: Iterable[str]) -> tuple[tuple[Failure, ...], int]:
    """Return the distinct failures and the number of requests in an NDJSON report of schemathesis."""
    found: dict[tuple[str, str, int], Failure] = {}
    requests = 0
    for line in lines:
        finished = json.loads(line).get("ScenarioFinished")
        recorder = (finished or {}).get("recorder")
        if recorder:
            requests += len(recorder.get("interactions", {}))
            for failure in _scenario_failures(recorder):
                found.setdefault((failure.kind, failure.operation, failure.status), failure)
    return tuple(found.values()), requests


def _scenario_failures(recorder: Mapping[str, Any]) -> Iterator[Failure]:
    for case, checks in recorder.get("checks", {}).items():
        for check in checks:
            if check["status"] != "success":
                yield _failure(recorder, case, check)


def _failure(recorder: Mapping[str, Any], case: str, check: Mapping[str, Any]) -> Failure:
    details = (check.get("failure_info") or {}).get("failure") or {}
    value = recorder.get("cases", {}).get(case, {}).get("value", {})
    operation = f"{value['method']} {value['path']}" if "path" in value else details.get("operation", "")
    response = (recorder.get("interactions", {}).get(case) or {}).get("response") or {}
    kind, message = details.get("type", check["name"]), details.get("message", "")[:SAFE_LENGTH]
    return Failure(kind, operation, message, int(response.get("status_code", 0)))


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the seeded items that are gone, and of those that have another value, with both values."""
    deleted = tuple(name for name in before if name not in after)
    changed = (name for name, value in before.items() if name in after and after[name] != value)
    return deleted, tuple(f"{name}: {_short(before[name])} -> {_short(after[name])}" for name in changed)


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:SAFE_LENGTH]
