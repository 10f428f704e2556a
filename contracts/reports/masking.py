"""Secrets out of reports: in every form in which a request carries them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "…"


def hidden(text: str, secrets: Iterable[str]) -> str:
    """A text without secrets."""
    for form in _forms(tuple(secrets)):
        text = text.replace(form, MASK)
    return text


def hidden_in(value: Any, secrets: tuple[str, ...]) -> Any:
    """A JSON value without secrets in its strings and names."""
    if isinstance(value, str):
        return hidden(value, secrets)
    if isinstance(value, dict):
        return {hidden(name, secrets): hidden_in(below, secrets) for name, below in value.items()}
    return [hidden_in(below, secrets) for below in value] if isinstance(value, list) else value


@lru_cache(maxsize=16)
def _forms(secrets: tuple[str, ...]) -> tuple[str, ...]:
    """All forms, the longest first: one may be part of another."""
    forms = {form for secret in secrets if secret for form in _written(secret)}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _written(secret: str) -> Iterable[str]:
    yield secret
    yield base64.b64encode(secret.encode()).decode()  # RFC 7617: user and password
    yield quote(secret, safe="")
    yield quote_plus(secret)
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]
    yield escape(secret)
