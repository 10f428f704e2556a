"""Whether an address can be used."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

FORBIDDEN = re.compile(r"""[\s<>"{}|\\^`\x00-\x1f\x7f]|%(?![0-9A-Fa-f]{2})""")
"""What no reference may hold unescaped (RFC 3986, section 2; letters beyond ASCII are let pass, as in RFC 3987)."""

WITH_HOST = ("http", "https", "ws", "wss")

UNENCRYPTED = re.compile(
    r"(http|ws)://(?!localhost|127\.|0\.0\.0\.0|\[::1\]|[^/:]*\.(localhost|local|test|internal)\b)", re.IGNORECASE
)
"""An address without TLS on another machine; the names are those of RFC 6761, and of networks at home."""


def fault_of_url(url: str) -> str:
    """What keeps a URL or relative reference from being one, e.g. ``names no host``; ``""``: nothing."""
    odd = FORBIDDEN.search(url)
    if odd:
        return f"holds {odd[0]!r}" if odd[0].strip() else "holds a space"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return f"is no URL: {error}"
    if port == 0:
        return "has the port 0"
    return "names no host" if parts.scheme in WITH_HOST and not parts.hostname else ""
