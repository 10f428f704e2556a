"""Rules about the transport of credentials: ``api-key-in-query`` and ``credentials-over-http``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import listing, mapping
from contracts.linting.requirements import is_secured
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.urls import UNENCRYPTED
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_api_key(visit: Visit, _: Survey) -> Iterator[Found]:
    if visit.node.get("type") == "apiKey" and visit.node["in"] == "query":
        name = str(visit.node.get("name"))
        message = f"API key {name!r} is sent in the query string, which logs and browser histories store"
        yield Found(child_pointer(pointer_of(visit.trail), "in"), message)


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
    looks_at=("security-scheme.in",),
    check=_check_api_key,
)


URL_KEYS = ("authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl")


def _check_tls(visit: Visit, survey: Survey) -> Iterator[Found]:
    pointer = pointer_of(visit.trail)
    if visit.kind == "security-scheme":
        for name, flow in mapping(visit.node["flows"]).items():
            for key in URL_KEYS:
                yield from _check_url(child_pointer(pointer, "flows", name, key), mapping(flow).get(key))
    elif any(is_secured(survey, operation) for operation in survey.operations):
        for index, server in enumerate(listing(visit.node["servers"])):
            yield from _check_url(child_pointer(pointer, "servers", index, "url"), mapping(server).get("url"))


def _check_url(pointer: str, url: object) -> Iterator[Found]:
    if isinstance(url, str) and UNENCRYPTED.match(url):
        yield Found(pointer, f"credentials are sent to {url!r} unencrypted")


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
    looks_at=("document.servers", "security-scheme.flows"),
    check=_check_tls,
)
