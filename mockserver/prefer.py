"""``Prefer`` (RFC 7240): which documented response a client wants to see; the names are Prism's, and ``seed``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

KNOWN = frozenset({"code", "example", "dynamic", "seed"})

_ESCAPED = re.compile(r"\\(.)")


@lru_cache(maxsize=512)
def parse_prefer(header: str) -> dict[str, str]:
    """The preferences of ours by name; the first of one name counts (RFC 7240, section 2), others are ignored."""
    preferences: dict[str, str] = {}
    for part in _parts(header):
        name, _, value = part.partition("=")
        name = name.strip().lower()
        if name in KNOWN:
            preferences.setdefault(name, _unquoted(value.strip()))
    return preferences


def wants_dynamic(preferences: Mapping[str, str]) -> bool | None:
    """``dynamic=true`` or ``dynamic=false``; ``None`` where neither is said."""
    return {"true": True, "false": False}.get(preferences.get("dynamic", ""))


def _parts(header: str) -> Iterator[str]:
    """What stands between commas and semicolons, those in quoted strings aside."""
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
    """The text of a quoted string (RFC 9110, section 5.6.4); a token as it is."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        return _ESCAPED.sub(r"\1", value[1:-1])
    return value
