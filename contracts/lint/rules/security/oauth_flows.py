"""Rules about OAuth 2.0 flows and OpenID Connect: ``oauth-flows-empty`` and ``oauth-url-invalid``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.http_syntax import url_error
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_empty(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    flows = visit.node["flows"]
    if isinstance(flows, dict) and all(name.startswith("x-") for name in flows):
        yield Violation(child_pointer(pointer_of(visit.trail), "flows"), "the OAuth 2.0 scheme has no flow")


OAUTH_FLOWS_EMPTY = Rule(
    id="oauth-flows-empty",
    family="security",
    title="OAuth 2.0 schemes must have a flow",
    severity=Severity.WARNING,
    why="A flow describes how clients get a token (OpenAPI 3.1, 'OAuth Flows Object'). Without one, they cannot get "
    "any.",
    good="""\
components:
  securitySchemes:
    login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {}}}}
security: [{login: []}]
""",
    bad="""\
components:
  securitySchemes: {login: {type: oauth2, flows: {}}}
security: [{login: []}]
""",
    remedy="add a flow, e.g. 'clientCredentials' with its 'tokenUrl'",
    node_types=("security-scheme.flows",),
    check=_check_empty,
)


URL_KEYS = ("authorizationUrl", "tokenUrl", "refreshUrl")


def _check_urls(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    locations: list[tuple[str | int, ...]] = [("openIdConnectUrl",)]
    if index.version == "3.0":
        # From 3.1 on, the published schema checks the format of these URLs, but not of openIdConnectUrl.
        locations += [("flows", flow, key) for flow in mapping(visit.node, "flows") for key in URL_KEYS]
    for *parents, key in locations:
        url = mapping(visit.node, *map(str, parents)).get(str(key))
        fault = _fault(url) if isinstance(url, str) else ""
        if fault:
            yield Violation(child_pointer(pointer_of(visit.trail), *parents, key), f"{key} {url!r} {fault}")


def _fault(url: str) -> str:
    return url_error(url) if url else "is empty"


OAUTH_URL_INVALID = Rule(
    id="oauth-url-invalid",
    family="security",
    title="OAuth 2.0 and OpenID Connect URLs must be valid",
    severity=Severity.ERROR,
    why="They 'MUST be in the form of a URL' (OpenAPI 3.1, 'OAuth Flow Object', 'Security Scheme Object'). Clients "
    "get their tokens there.",
    good="""\
components:
  securitySchemes: {login: {type: openIdConnect, openIdConnectUrl: 'https://example.com/.well-known/openid'}}
security: [{login: []}]
""",
    bad="""\
components:
  securitySchemes: {login: {type: openIdConnect, openIdConnectUrl: 'see our portal'}}
security: [{login: []}]
""",
    remedy="use a URL such as 'https://login.example.com/token'",
    node_types=("security-scheme.openIdConnectUrl", "security-scheme.flows"),
    check=_check_urls,
)
