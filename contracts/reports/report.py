"""Report formats: each renders a run as text, with secrets masked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from operator import is_
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from contracts.escaping import one_line
from contracts.findings import Edit, Finding, Line, Severity
from contracts.messages import Request, Response
from contracts.redaction.encoded_bodies import codings_of
from contracts.redaction.known import all_forms, longest_first, without
from contracts.redaction.messages import Masker, masked_body
from contracts.redaction.shapes import MASK, without_shapes
from contracts.redaction.text import masked_string
from contracts.run_result import RuleDescription, Run

T = TypeVar("T")


@dataclass(frozen=True)
class Report:
    """A report format.

    :param name: the value of ``--format``.
    :param form: returns the report of a run without secrets; equal runs give equal reports.
    :param is_data: whether programs read the strings, so that they are exact: the format escapes them itself.
    """

    name: str
    form: Callable[[Run], str]
    is_data: bool = False

    def render(self, run: Run) -> str:
        """Return the report of a run, with secrets masked."""
        run = masked(run)
        return self.form(run if self.is_data else escaped(run))


def escaped(run: Run) -> Run:
    """Return a run whose strings are on one line and print, except requests, responses and lines of documents."""
    return _mapped(run, _Escaping())


class _Mapping(Protocol):
    """What is done with the parts of a run.

    :ivar unchanged: types of values that stay as they are.
    """

    unchanged: tuple[type, ...]

    @property
    def string(self) -> Callable[[str], str]:
        """A function that returns the string that replaces one."""

    def body(self, content: bytes) -> bytes:
        """Return the bytes that replace others."""


class _Escaping:
    unchanged: tuple[type, ...] = (Request, Response, Line, Edit, RuleDescription)

    def __init__(self) -> None:
        self.string = _once(one_line)

    def body(self, content: bytes) -> bytes:
        return content


def _once(change: Callable[[str], str]) -> Callable[[str], str]:
    """Return a function that changes each string once: rules, hints and files are the same in many findings."""
    results: dict[str, str] = {}

    def changed(text: str) -> str:
        result = results.get(text)
        if result is None:
            result = results[text] = change(text)
        return result

    return changed


def _mapped(value: T, mapping: _Mapping) -> T:
    """Return a value with other strings and bytes; enumerations and numbers stay. Returns itself if nothing changes."""
    result: Any = value
    if type(value) in _FIXED:
        pass
    elif isinstance(value, str):
        result = value if isinstance(value, StrEnum) else mapping.string(value)
    elif isinstance(value, bytes):
        result = mapping.body(value)
    elif isinstance(value, tuple):
        parts = [_mapped(one, mapping) for one in value]
        result = value if all(map(is_, parts, value)) else tuple(parts)
    elif isinstance(value, dict):
        pairs = [(_mapped(name, mapping), _mapped(one, mapping)) for name, one in value.items()]
        is_same = all(name is own and one is value[own] for (name, one), own in zip(pairs, value, strict=True))
        result = value if is_same else dict(pairs)
    elif is_dataclass(value) and not isinstance(value, (type, *mapping.unchanged)):
        changed = {}
        for name in _names_of(value.__class__):
            before = getattr(value, name)
            after = _mapped(before, mapping)
            if after is not before:
                changed[name] = after
        result = replace(result, **changed) if changed else value
    return result  # type: ignore[no-any-return]


_FIXED = frozenset({int, float, bool, type(None), Severity})


@cache
def _names_of(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


# ---------------------------------------------------------------------- masking


def masked(run: Run) -> Run:
    """Return a run without secrets.

    Known secrets are masked in all strings, headers and bodies, and so are tokens of a known shape. In requests and
    responses the values of secret names are masked, too, and wherever the finding repeats them.
    """
    if run.is_masked:
        return run
    findings = [_masked_finding(finding, run) for finding in run.findings]
    if run.references or not all(map(is_, findings, run.findings)):
        run = replace(run, findings=tuple(findings), references={})
    return replace(_mapped(run, _Masking(_variants(run.secrets))), is_masked=True)


class _Masking:
    unchanged: tuple[type, ...] = (Line, Edit, RuleDescription)

    def __init__(self, forms: tuple[str, ...]) -> None:
        self._forms = forms
        self._bytes = _as_bytes(forms)
        self.string = _once(lambda text: without_shapes(without(text, forms)))

    def body(self, content: bytes) -> bytes:
        if not self._forms:
            return content
        text = content.decode("latin-1")
        for form in self._bytes:
            text = text.replace(form, _as_bytes((MASK,))[0])
        return text.encode("latin-1")


def _masked_finding(finding: Finding, run: Run) -> Finding:
    """Return a finding without the secrets that its requests and its response have by name or shape."""
    finding = _with_references(finding, run.references, run.secrets)
    evidence = finding.evidence
    if evidence is None:
        return finding
    forms = all_forms(one for request in evidence.requests for one in MASKER.secrets_in_content(request))
    requests = tuple([_masked_request(request, forms, run) for request in evidence.requests])
    response = evidence.response
    if response is not None:
        response = replace(MASKER.response(response, forms), body=_masked_body(response, forms, run))
    if (requests, response) != (evidence.requests, evidence.response):
        finding = replace(finding, evidence=replace(evidence, requests=requests, response=response))
    return _mapped(finding, _Repeated(forms))


MASKER = Masker()


def _masked_body(message: Request | Response, forms: tuple[str, ...], run: Run) -> bytes:
    """Return a body without secrets; known ones are masked in all bodies later, but in an encoded one only here."""
    is_encoded = bool(codings_of(message.body, message.header("content-encoding") or ""))
    return masked_body(message, longest_first((*forms, *_variants(run.secrets))) if is_encoded else forms)


def _masked_request(request: Request, forms: tuple[str, ...], run: Run) -> Request:
    """Return a request without secrets; references to shell variables and public credentials stay."""
    kept = (*request.variables, *run.public)

    def is_reference(text: str) -> bool:
        return any(one in text for one in kept)

    headers = tuple(
        [
            (name, value if is_reference(value) else _masked_header(name, without(value, forms)))
            for name, value in request.headers
        ]
    )
    path, mark, query = request.target.partition("?")
    if is_reference(query):
        parts = [part if is_reference(part) else MASKER.target(f"?{part}")[1:] for part in query.split("&")]
        target = f"{MASKER.target(path)}{mark}{'&'.join(parts)}"
    else:
        target = MASKER.target(request.target)
    body = _masked_body(request, forms, run)
    return replace(request, target=target, headers=headers, body=body)


class _Repeated:
    unchanged: tuple[type, ...] = (Request, Response, Line, Edit)

    def __init__(self, forms: tuple[str, ...]) -> None:
        self.string = _once(lambda text: masked_string(without(text, forms)))

    def body(self, content: bytes) -> bytes:
        return content


def _masked_header(name: str, value: str) -> str:
    if name.lower() == "authorization":  # the credentials of the test are known, and wrong ones are not secret
        word, blank, rest = value.partition(" ")
        return f"{word}{blank}{masked_string(rest)}"
    return MASKER.header(name, value)


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
    return masked_string(without(text, _variants(tuple(secrets))))


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
