"""Rules for the servers of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.servers import servers
from contracts.spec.traversal import Visit

EXAMPLE_DOMAIN = re.compile(
    r"[a-z][a-z0-9+.-]*://([^/@]*@)?([^/:?#]*\.)?(example\.(com|org|net)|example)\.?(?=[:/?#]|$)", re.IGNORECASE
)

LOCALHOST = re.compile(
    r"[a-z][a-z0-9+.-]*://(localhost|[^/:?#]+\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1\])(?=[:/?#]|$)", re.IGNORECASE
)


def _check_example_domain(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for server in servers(index):
        if EXAMPLE_DOMAIN.match(server.filled()):
            yield Violation(server.at("url"), f"the server URL {server.url!r} has an example domain")


SERVER_EXAMPLE_COM = Rule(
    id="server-example-com",
    family="style",
    title="server URLs must not use example domains",
    severity=Severity.WARNING,
    why="Domains such as example.com are reserved for documentation (RFC 2606, section 3; RFC 6761, section 6.5), so "
    "requests do not reach the API.",
    good="""\
servers: [{url: 'https://api.cases.io/v1'}]
""",
    bad="""\
servers: [{url: 'https://api.example.com/v1'}]
""",
    remedy="use the real address of the API",
    node_types=("document",),
    check=_check_example_domain,
    versions=(
        "3.0",
        "3.1",
        "3.2",
    ),
)


def _check_localhost(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    found = list(servers(index))
    if all(LOCALHOST.match(server.filled()) for server in found):
        for server in found:
            yield Violation(server.at("url"), f"the server URL {server.url!r} is only valid on the reader's machine")


SERVER_LOCALHOST = Rule(
    id="server-localhost",
    family="style",
    title="at least one server should not be localhost",
    severity=Severity.HINT,
    why="For readers, 'localhost' is their own machine (RFC 6761, section 6.3), where the API does not run.",
    good="""\
servers: [{url: 'https://api.cases.io'}, {url: 'http://localhost:8080'}]
""",
    bad="""\
servers: [{url: 'http://localhost:8080'}]
""",
    remedy="add the public address of the API",
    node_types=("document",),
    check=_check_localhost,
    versions=(
        "3.0",
        "3.1",
        "3.2",
    ),
)


def _check_missing(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    if not index.tree.get("servers"):
        yield Violation("", "the document has no servers")


SERVERS_MISSING = Rule(
    id="servers-missing",
    family="style",
    title="the document should have servers",
    severity=Severity.HINT,
    why="Without servers, clients send requests to the host that serves the document (OpenAPI 3.1, 'OpenAPI Object': "
    "the default is a server with the URL '/'), which is rarely the API.",
    good="""\
servers: [{url: 'https://api.example.org/v1'}]
""",
    bad="""\
paths: {}
""",
    remedy="add 'servers' with the address of the API; use '/' for the host that serves the document",
    node_types=("document",),
    check=_check_missing,
    versions=(
        "3.0",
        "3.1",
        "3.2",
    ),
)
