"""Reads golden cases: one YAML or JSON file per case; ``fixtures/golden/README.md`` describes the format."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator, Validator

from contracts.errors import DocumentError
from contracts.findings import Finding, Severity
from contracts.messages import Request
from contracts.spec.metaschema import ValidationIssue
from contracts.spec.pointers import child_pointer
from contracts.spec.source import Source, read_source
from contracts.traffic.recorded_case import ExpectedExchange, RecordedCase

KEYS_HINT = "docs/replay.md lists the keys of a case"

LOOKS_BACK = ("same_as", "same_bytes_as", "differs_from", "later_than")
"""Keys that refer to an earlier exchange."""


def read_case(path: Path, name: str = "") -> RecordedCase:
    """Read one file.

    :param name: the file name in messages; default: its path.
    :raises DocumentError: if the file is invalid, with the location of each problem.
    """
    source = read_source(path, name or str(path))
    findings = [*source.findings, *_problems(source)]
    if findings:
        raise DocumentError(findings)
    tree = source.tree
    exchanges = tuple(
        ExpectedExchange(request_of(one["request"]), one["response"], source.locate(f"/exchanges/{index}"))
        for index, one in enumerate(tree["exchanges"])
    )
    return RecordedCase(source.name, tree["case"], tree["source"], exchanges, tree.get("settings", {}))


def request_of(described: Mapping[str, Any]) -> Request:
    """Return the request that an exchange describes, with ``Content-Type`` and ``Content-Length`` of its body."""
    headers: dict[str, Any] = {}
    body = b""
    if "json" in described:
        body = json.dumps(described["json"], ensure_ascii=False).encode()
        headers["content-type"] = "application/json"
    elif "body" in described:
        body = described["body"].encode()
    elif "base64" in described:
        body = base64.b64decode(described["base64"])
    if described.keys() & {"json", "body", "base64"}:
        headers["content-length"] = str(len(body))
    headers |= described.get("headers", {})
    pairs = [
        (name, value)
        for name, values in headers.items()
        for value in (values if isinstance(values, list) else [values])
        if value is not None
    ]
    return Request(described["method"], described["path"], tuple(pairs), body)


# ---------------------------------------------------------------------- validation


@cache
def case_schema() -> Validator:
    """Return the JSON Schema of golden cases: part of the package if installed, of the fixtures in a checkout."""
    installed = Path(__file__).parent / "golden.schema.json"
    checkout = Path(__file__).parent.parent.parent / "fixtures" / "golden" / "case.schema.json"
    text = (installed if installed.exists() else checkout).read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _problems(source: Source) -> Iterator[Finding]:
    errors = list(case_schema().iter_errors(source.tree))
    for error in errors:
        breach = ValidationIssue(error)
        pointer = child_pointer("", *breach.path)
        unknown = breach.detail["unexpected"] if breach.keyword == "additionalProperties" else []
        for key in unknown:
            yield _finding(source, child_pointer(pointer, key), f"unknown key '{key}'", KEYS_HINT)
        if not unknown:
            yield _finding(source, pointer, error.message, KEYS_HINT)
    if not errors:
        yield from _semantic_problems(source)


def _semantic_problems(source: Source) -> Iterator[Finding]:
    """Check what a schema cannot: exchanges refer to earlier ones, and patterns are regular expressions."""
    for index, exchange in enumerate(source.tree["exchanges"]):
        response = exchange["response"]
        pointer = f"/exchanges/{index}/response"
        for key in (key for key in LOOKS_BACK if key in response):
            other = response[key] if key == "same_bytes_as" else response[key]["exchange"]
            if other >= index:
                message = f"exchange {index} can refer only to earlier exchanges, not to {other}"
                yield _finding(source, f"{pointer}/{key}", message, "exchanges are numbered from 0")
        for name, value in response.get("headers", {}).items():
            if value and len(value) > 2 and value[0] == value[-1] == "/" and (reason := _regex_error(value[1:-1])):
                message = f"not a valid regular expression: {reason}"
                yield _finding(
                    source, child_pointer(pointer, "headers", name), message, "correct the pattern between the slashes"
                )


def _regex_error(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""


def _finding(source: Source, pointer: str, message: str, hint: str) -> Finding:
    return Finding("case-form", Severity.ERROR, source.locate(pointer), message, hint)
