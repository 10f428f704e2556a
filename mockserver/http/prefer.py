"""The ``Prefer`` header (RFC 7240), which selects a response: the preferences of Prism, and ``seed``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mockserver.http.bounded_cache import bounded_cache

KNOWN = frozenset({"code", "example", "dynamic", "seed"})

_CODE = re.compile("[0-9]{3}|[1-5]xx|default", re.IGNORECASE | re.ASCII)
"""A status code, or the name of a documented response."""

_ESCAPED = re.compile(r"\\(.)")


@bounded_cache(512)
def parse_prefer(header: str) -> dict[str, str]:
    """Return the supported preferences by name; the first one of a name wins (RFC 7240, section 2)."""
    preferences: dict[str, str] = {}
    for part in _parts(header):
        name, _, value = part.partition("=")
        name = name.strip().lower()
        if name in KNOWN:
            preferences.setdefault(name, _unquoted(value.strip()))
    return preferences


def wants_dynamic(preferences: Mapping[str, str]) -> bool | None:
    """Return the value of ``dynamic``: ``True``, ``False``, or ``None`` if missing or invalid."""
    return {"true": True, "false": False}.get(preferences.get("dynamic", ""))


def malformed_preference(preferences: Mapping[str, str]) -> str:
    """Return what is wrong with the value of a preference, ``""`` if nothing is."""
    code = preferences.get("code", "")
    if code and not _CODE.fullmatch(code):
        return f"Prefer: code={code} is not a status code; use three digits, such as code=404"
    dynamic = preferences.get("dynamic", "")
    if dynamic and wants_dynamic(preferences) is None:
        return f"Prefer: dynamic={dynamic} is neither true nor false"
    return ""


def _parts(header: str) -> Iterator[str]:
    """Split a header at commas and semicolons outside quoted strings."""
    start = 0
    in_quotes = escaped = False
    for index, character in enumerate(header):
        if in_quotes and not escaped and character == "\\":
            escaped = True
            continue
        if character == '"' and not escaped:
            in_quotes = not in_quotes
        elif character in ",;" and not in_quotes:
            yield header[start:index]
            start = index + 1
        escaped = False
    yield header[start:]


def _unquoted(value: str) -> str:
    """Return the content of a quoted string (RFC 9110, section 5.6.4), or a token unchanged."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        return _ESCAPED.sub(r"\1", value[1:-1])
    return value
