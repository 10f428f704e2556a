"""Rules about the transport of credentials: ``api-key-in-query`` and ``credentials-over-http``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import listing, mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.http_syntax import UNENCRYPTED
from contracts.lint.rule import Rule, Violation
from contracts.lint.security_requirements import is_secured
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_api_key(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if visit.node.get("type") == "apiKey" and visit.node["in"] == "query":
        name = str(visit.node.get("name"))
        message = f"API key {name!r} is sent in the query string, which logs and browser histories store"
        yield Violation(child_pointer(pointer_of(visit.trail), "in"), message)


API_KEY_IN_QUERY = Rule(
    id="api-key-in-query",
    family="security",
    title="API keys should not be sent in the query string",
    severity=Severity.HINT,
    why="URLs are stored in logs, browser histories and Referer headers, so they should not contain secrets (RFC "
    "9110, section 17.9).",
    good="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
""",
    bad="""\
components: {securitySchemes: {key: {type: apiKey, in: query, name: key}}}
security: [{key: []}]
""",
    remedy="send the key in a header",
    node_types=("security-scheme.in",),
    check=_check_api_key,
)


URL_KEYS = ("authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl")


def _check_tls(visit: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    pointer = pointer_of(visit.trail)
    if visit.kind == "security-scheme":
        for name, flow in mapping(visit.node["flows"]).items():
            for key in URL_KEYS:
                yield from _check_url(child_pointer(pointer, "flows", name, key), mapping(flow).get(key))
    elif any(is_secured(document_index, operation) for operation in document_index.operations):
        for index, server in enumerate(listing(visit.node["servers"])):
            yield from _check_url(child_pointer(pointer, "servers", index, "url"), mapping(server).get("url"))


def _check_url(pointer: str, url: object) -> Iterator[Violation]:
    if isinstance(url, str) and UNENCRYPTED.match(url):
        yield Violation(pointer, f"credentials are sent to {url!r} unencrypted")


CREDENTIALS_OVER_HTTP = Rule(
    id="credentials-over-http",
    family="security",
    title="credentials should be sent over TLS only",
    severity=Severity.HINT,
    why="Unencrypted credentials can be intercepted: bearer tokens must be sent over TLS (RFC 6750, section 5.3), and "
    "Basic authentication is not secure without it (RFC 7617, section 4).",
    good="""\
servers: [{url: 'https://api.example.com'}]
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: The cases}}}
""",
    bad="""\
servers: [{url: 'http://api.example.com'}]
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: The cases}}}
""",
    remedy="use 'https://'",
    node_types=("document.servers", "security-scheme.flows"),
    check=_check_tls,
)
