"""``Prefer`` (RFC 7240): which documented response a client wants to see; the names are Prism's, and ``seed``."""

from __future__ import annotations

from functools import lru_cache

KNOWN = frozenset({"code", "example", "dynamic", "seed"})


@lru_cache(maxsize=512)
def parse_prefer(header: str) -> dict[str, str]:
    """The preferences of ours by name; the first of one name counts (RFC 7240, section 2), others are ignored."""
    preferences: dict[str, str] = {}
    for element in header.split(","):
        for part in element.split(";"):
            name, _, value = part.partition("=")
            name = name.strip().lower()
            if name in KNOWN:
                preferences.setdefault(name, value.strip().strip('"'))
    return preferences
