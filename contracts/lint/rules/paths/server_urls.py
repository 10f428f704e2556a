"""Rules about the URLs of servers: ``server-url-invalid``, ``-without-scheme``, ``-query`` and ``-trailing-slash``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.http_syntax import url_error
from contracts.lint.rule import Fix, Rule, Violation
from contracts.lint.servers import VARIABLE, servers
from contracts.spec.traversal import Visit


def _check_validity(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for server in servers(index):
        fault = url_error(server.filled()) if isinstance(server.node.get("url"), str) else ""
        if fault:
            yield Violation(server.at("url"), f"server URL {server.url!r} {fault}")


SERVER_URL_INVALID = Rule(
    id="server-url-invalid",
    family="paths",
    title="server URLs must be valid",
    severity=Severity.ERROR,
    why="Clients send their requests to 'a URL to the target host' (OpenAPI 3.1, 'Server Object'; RFC 3986).",
    good="""\
servers: [{url: 'https://example.com/v1'}, {url: /v1}]
""",
    bad="""\
servers: [{url: 'https:/example.com/v1'}]
""",
    remedy="use an absolute URL such as 'https://api.example.com/v1', or a path such as '/v1'",
    node_types=("document",),
    check=_check_validity,
    versions=("3.0", "3.1", "3.2"),
)


HOST = re.compile(r"(localhost|[\w-]+(\.[\w-]+)*\.[a-z]{2,}|\d+(\.\d+){3})(:\d+)?(/|\Z)", re.IGNORECASE)

FILE = re.compile(r"[^/]*\.(json|ya?ml|php|html?|aspx?|jsp|cgi|do)\Z", re.IGNORECASE)
"""A file name, which looks like a host name."""

MALFORMED_SCHEME = re.compile(r"https?(//|;/|:\\|:(?!//))", re.IGNORECASE)


def _check_scheme(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for server in servers(index):
        url = server.filled()
        if scheme := MALFORMED_SCHEME.match(url):
            message = f"server URL {server.url!r} does not start with 'https://'"
            yield Violation(server.at("url"), message, f"did you mean 'https://{url[scheme.end() :].lstrip('/')}'?")
        elif HOST.match(url) and not FILE.match(url) and not server.url.startswith("{"):
            message = f"server URL {server.url!r} is a relative path, because it does not start with 'https://'"
            yield Violation(server.at("url"), message, f"did you mean 'https://{server.url}'?")


SERVER_URL_WITHOUT_SCHEME = Rule(
    id="server-url-without-scheme",
    family="paths",
    title="server URLs with a host must start with a scheme",
    severity=Severity.WARNING,
    why="Without a scheme, the host name is the first segment of a path relative to the location of the document (RFC "
    "3986, section 4.2; OpenAPI 3.1, 'Server Object').",
    good="""\
servers: [{url: 'https://api.example.com/v1'}]
""",
    bad="""\
servers: [{url: api.example.com/v1}]
""",
    remedy="start the URL with 'https://'",
    node_types=("document",),
    check=_check_scheme,
    versions=("3.0", "3.1", "3.2"),
)


def _check_query(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for server in servers(index):
        mark = re.search("[?#]", VARIABLE.sub("", server.url))
        if mark:
            part = "a query string" if mark[0] == "?" else "a fragment"
            yield Violation(server.at("url"), f"server URL {server.url!r} contains {part}")


SERVER_URL_QUERY = Rule(
    id="server-url-query",
    family="paths",
    title="server URLs must not contain a query string or a fragment",
    severity=Severity.WARNING,
    why="The path is appended to the server URL (OpenAPI 3.1, 'Paths Object') and would become part of the query "
    "string. OpenAPI 3.2 forbids both.",
    good="""\
servers: [{url: 'https://example.com/v1'}]
""",
    bad="""\
servers: [{url: 'https://example.com?version=1'}]
""",
    remedy="describe the query string with parameters of the operations",
    node_types=("document",),
    check=_check_query,
    versions=("3.0", "3.1", "3.2"),
)


def _check_trailing_slash(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for server in servers(index):
        bare = server.url.rstrip("/")
        if bare and bare != server.url and not bare.endswith(":") and not {"?", "#"} & set(bare):
            pointer = server.at("url")
            fix = (Fix("replace", pointer, value=bare),)
            yield Violation(pointer, f"server URL {server.url!r} ends with a slash", f"use {bare!r}", fix)


SERVER_URL_TRAILING_SLASH = Rule(
    id="server-url-trailing-slash",
    family="paths",
    title="server URLs should not end with a slash",
    severity=Severity.HINT,
    why="A path is appended to the server URL unchanged (OpenAPI 3.1, 'Paths Object'), so requests go to "
    "'https://example.com//cases'.",
    good="""\
servers: [{url: 'https://example.com/v1'}]
""",
    bad="""\
servers: [{url: 'https://example.com/v1/'}]
""",
    remedy="remove the trailing slash",
    node_types=("document",),
    check=_check_trailing_slash,
    versions=("3.0", "3.1", "3.2"),
    fixable=True,
)
