"""Secrets out of a run, before any report is made of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from contracts.outcome import Run

MASK = "…"

T = TypeVar("T")


def masked(run: Run) -> Run:
    """The run without its secrets in any text, header or body."""
    return _masked(run, _forms(run.secrets)) if any(run.secrets) else run


def hidden(text: str, secrets: Iterable[str]) -> str:
    """A text without secrets."""
    return _replaced(text, _forms(tuple(secrets)))


def _replaced(text: str, forms: tuple[str, ...], mask: str = MASK) -> str:
    for form in forms:
        text = text.replace(form, mask)
    return text


def _masked(value: T, forms: tuple[str, ...]) -> T:
    """A value with other texts; enumerations and numbers stay."""
    made: Any = value
    if isinstance(value, str) and not isinstance(value, StrEnum):
        made = _replaced(value, forms)
    elif isinstance(value, bytes):
        made = _replaced(value.decode("latin-1"), _as_bytes(forms), *_as_bytes((MASK,))).encode("latin-1")
    elif isinstance(value, tuple):
        made = tuple(_masked(one, forms) for one in value)
    elif isinstance(value, dict):
        made = {_masked(name, forms): _masked(one, forms) for name, one in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in fields(value))
        made = replace(value, **{name: _masked(getattr(value, name), forms) for name in names})
    return made  # type: ignore[no-any-return]


def _as_bytes(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The forms as a body in UTF-8 has them, read byte by byte."""
    return tuple(form.encode("utf-8", "surrogatepass").decode("latin-1") for form in forms)


@lru_cache(maxsize=16)
def _forms(secrets: tuple[str, ...]) -> tuple[str, ...]:
    """Each secret as it is and as JSON has it, the longest first: one may be part of another."""
    forms = {
        form
        for secret in secrets
        if secret
        for form in (secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
    }
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))
