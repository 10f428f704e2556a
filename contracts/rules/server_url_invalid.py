"""The rule ``server-url-invalid``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.servers import servers
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit

FORBIDDEN = re.compile(r"""[\s<>"{}|\\^`\x00-\x1f\x7f]|%(?![0-9A-Fa-f]{2})""")
"""What no reference may hold unescaped (RFC 3986, section 2; letters beyond ASCII are let pass, as in RFC 3987)."""


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for server in servers(survey):
        fault = _fault(server.filled()) if isinstance(server.node.get("url"), str) else ""
        if fault:
            yield Found(server.at("url"), f"the server's address {server.url!r} {fault}")


def _fault(url: str) -> str:
    """What makes an address unusable, its variables filled in; ``""``: nothing."""
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
    return "names no host" if parts.scheme in ("http", "https", "ws", "wss") and not parts.hostname else ""


RULE = Rule(
    id="server-url-invalid",
    family="paths",
    title="the addresses of servers are URLs",
    severity=Severity.ERROR,
    why="Clients send their requests there (OpenAPI 3.1, 'Server Object': 'a URL to the target host'; RFC 3986).",
    good="""\
servers: [{url: 'https://example.com/v1'}, {url: /v1}]
""",
    bad="""\
servers: [{url: 'https:/example.com/v1'}]
""",
    remedy="write an absolute URL such as 'https://api.example.com/v1', or a path such as '/v1'",
    looks_at=("document",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
