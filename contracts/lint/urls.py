"""Validation of URLs."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

FORBIDDEN = re.compile(r"""[\s<>"{}|\\^`\x00-\x1f\x7f]|%(?![0-9A-Fa-f]{2})""")
"""Characters that a URL must escape (RFC 3986, section 2; non-ASCII letters are accepted, as in RFC 3987)."""

WITH_HOST = ("http", "https", "ws", "wss")

UNENCRYPTED = re.compile(
    r"(http|ws)://(?!localhost|127\.|0\.0\.0\.0|\[::1\]|[^/:]*\.(localhost|local|test|internal)\b)", re.IGNORECASE
)
"""A URL without TLS on another machine; the excluded names are those of RFC 6761 and of local networks."""


def fault_of_url(url: str) -> str:
    """Why a URL or relative reference is invalid, e.g. ``has no host``; ``""`` if it is valid."""
    odd = FORBIDDEN.search(url)
    if odd:
        return f"contains {odd[0]!r}" if odd[0].strip() else "contains a space"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return f"is invalid: {error}"
    if port == 0:
        return "has port 0"
    return "has no host" if parts.scheme in WITH_HOST and not parts.hostname else ""
