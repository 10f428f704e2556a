"""Report formats: each renders a run as text, with secrets masked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import quote

from contracts.findings import Finding
from contracts.messages import Request
from contracts.run_result import Run

MASK = "…"

T = TypeVar("T")


@dataclass(frozen=True)
class Report:
    """A report format.

    :param name: the value of ``--format``.
    :param form: returns the report of a run without secrets; equal runs give equal reports.
    """

    name: str
    form: Callable[[Run], str]

    def render(self, run: Run) -> str:
        """Return the report of a run, with secrets masked."""
        return self.form(masked(run))


# ---------------------------------------------------------------------- masking


def masked(run: Run) -> Run:
    """Return a run with its secrets masked in all strings, headers and bodies."""
    if not any(run.secrets):
        return run
    variants = _variants(run.secrets)
    findings = tuple(_with_references(finding, run.references, run.secrets) for finding in run.findings)
    return _masked(replace(run, findings=findings, references={}), variants)


def _with_references(finding: Finding, references: Mapping[str, str], secrets: Iterable[str]) -> Finding:
    """Return a finding whose requests have references to shell variables instead of secrets in target and headers.

    A secret without reference that contains another one is masked.
    """
    if finding.evidence is None or not references:
        return finding
    replaced = {**dict.fromkeys(filter(None, secrets), MASK), **references}
    requests = tuple(_referring(request, replaced) for request in finding.evidence.requests)
    return replace(finding, evidence=replace(finding.evidence, requests=requests))


def _referring(request: Request, references: Mapping[str, str]) -> Request:
    used = list(request.variables)
    target, headers = request.target, dict(enumerate(request.headers))
    for secret in sorted(references, key=lambda one: (-len(one), one)):
        reference = references[secret]
        # An encoded secret in the target would be another string than the variable.
        is_plain = reference == MASK or quote(secret, safe="") == secret
        replaced = target.replace(secret, reference) if is_plain else target
        changed = {at: (name, value.replace(secret, reference)) for at, (name, value) in headers.items()}
        used += [reference] if reference != MASK and (replaced, changed) != (target, headers) else []
        target, headers = replaced, changed
    return replace(request, target=target, headers=tuple(headers.values()), variables=tuple(used))


def hidden(text: str, secrets: Iterable[str]) -> str:
    """Return text with secrets masked."""
    return _replaced(text, _variants(tuple(secrets)))


def _replaced(text: str, variants: tuple[str, ...], mask: str = MASK) -> str:
    for variant in variants:
        text = text.replace(variant, mask)
    return text


def _masked(value: T, variants: tuple[str, ...]) -> T:
    """Return a value with secrets masked in its strings; enumerations and numbers stay."""
    result: Any = value
    if isinstance(value, str) and not isinstance(value, StrEnum):
        result = _replaced(value, variants)
    elif isinstance(value, bytes):
        result = _replaced(value.decode("latin-1"), _as_bytes(variants), *_as_bytes((MASK,))).encode("latin-1")
    elif isinstance(value, tuple):
        result = tuple(_masked(one, variants) for one in value)
    elif isinstance(value, dict):
        result = {_masked(name, variants): _masked(one, variants) for name, one in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in fields(value))
        result = replace(value, **{name: _masked(getattr(value, name), variants) for name in names})
    return result  # type: ignore[no-any-return]


def _as_bytes(variants: tuple[str, ...]) -> tuple[str, ...]:
    """Return the secrets as they appear in a UTF-8 body that is decoded byte by byte."""
    return tuple(one.encode("utf-8", "surrogatepass").decode("latin-1") for one in variants)


@lru_cache(maxsize=16)
def _variants(secrets: tuple[str, ...]) -> tuple[str, ...]:
    """Return each secret unchanged and JSON-encoded, longest first because one can be part of another."""
    variants = {
        variant
        for secret in secrets
        if secret
        for variant in (secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
    }
    return tuple(sorted(variants, key=lambda one: (-len(one), one)))
