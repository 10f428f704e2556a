"""Golden cases: one YAML or JSON file is one case. ``fixtures/golden/README.md`` describes the form."""

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
from contracts.recordings.cases import Case, Exchange
from contracts.spec.breach import Breach
from contracts.spec.document import child_pointer
from contracts.spec.source import Source, read_source

KEYS_ARE_IN = "docs/replay.md lists the keys of a case"

LOOKS_BACK = ("same_as", "same_bytes_as", "differs_from", "later_than")
"""Keys that name an earlier exchange."""


def read_case(path: Path, name: str = "") -> Case:
    """Read one file.

    :param name: what messages call it; left out: its path.
    :raises DocumentError: with everything that makes it unusable, each with its place.
    """
    source = read_source(path, name or str(path))
    findings = [*source.findings, *_faults(source)]
    if findings:
        raise DocumentError(findings)
    tree = source.tree
    exchanges = tuple(
        Exchange(request_of(one["request"]), one["response"], source.locate(f"/exchanges/{index}"))
        for index, one in enumerate(tree["exchanges"])
    )
    return Case(source.name, tree["case"], tree["source"], exchanges, tree.get("settings", {}))


def request_of(described: Mapping[str, Any]) -> Request:
    """The request that an exchange describes, with the headers that a body brings along."""
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
    sent = [
        (name, value)
        for name, values in headers.items()
        for value in (values if isinstance(values, list) else [values])
        if value is not None
    ]
    return Request(described["method"], described["path"], tuple(sent), body)


# ---------------------------------------------------------------------- the form


@cache
def case_form() -> Validator:
    """The JSON Schema of a file: inside the package in an installation, with the fixtures in a checkout."""
    installed = Path(__file__).parent / "golden.schema.json"
    checkout = Path(__file__).parent.parent.parent / "fixtures" / "golden" / "case.schema.json"
    text = (installed if installed.exists() else checkout).read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _faults(source: Source) -> Iterator[Finding]:
    errors = list(case_form().iter_errors(source.tree))
    for error in errors:
        breach = Breach(error)
        pointer = child_pointer("", *breach.path)
        unknown = breach.detail["unexpected"] if breach.keyword == "additionalProperties" else []
        for key in unknown:
            yield _fault(source, child_pointer(pointer, key), f"a case has no key '{key}' here", KEYS_ARE_IN)
        if not unknown:
            yield _fault(source, pointer, error.message, KEYS_ARE_IN)
    if not errors:
        yield from _doubts(source)


def _doubts(source: Source) -> Iterator[Finding]:
    """What no schema can say: that exchanges look back only, and that patterns are regular expressions."""
    for index, exchange in enumerate(source.tree["exchanges"]):
        response = exchange["response"]
        place = f"/exchanges/{index}/response"
        for key in (key for key in LOOKS_BACK if key in response):
            other = response[key] if key == "same_bytes_as" else response[key]["exchange"]
            if other >= index:
                message = f"exchange {other} is not before exchange {index}"
                yield _fault(source, f"{place}/{key}", message, "exchanges count from 0; name an earlier one")
        for name, value in response.get("headers", {}).items():
            if value and len(value) > 2 and value[0] == value[-1] == "/" and (reason := _broken(value[1:-1])):
                message = f"not a regular expression: {reason}"
                yield _fault(source, child_pointer(place, "headers", name), message, "mend what stands between slashes")


def _broken(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""


def _fault(source: Source, pointer: str, message: str, hint: str) -> Finding:
    return Finding("case-form", Severity.ERROR, source.locate(pointer), message, hint)
