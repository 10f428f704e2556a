"""The rule ``server-url-invalid``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.servers import servers
from contracts.linting.survey import Survey
from contracts.linting.urls import fault_of_url
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for server in servers(survey):
        fault = fault_of_url(server.filled()) if isinstance(server.node.get("url"), str) else ""
        if fault:
            yield Found(server.at("url"), f"the server's address {server.url!r} {fault}")


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
