"""Rules about the scopes in security requirements: ``scope-undeclared`` and ``scopes-on-plain-scheme``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import listing, mapping
from contracts.lint.document_index import DocumentIndex, LocatedNode
from contracts.lint.rule import Fix, Rule, Violation
from contracts.lint.security_requirements import all_required_schemes, security_schemes
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit
from contracts.wording import close_matches


def _check_undeclared(_: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    declared = {
        name: _scopes(site)
        for name, site in security_schemes(document_index).items()
        if site.node.get("type") == "oauth2"
    }
    for required in all_required_schemes(document_index):
        known = declared.get(required.scheme)
        for index, scope in enumerate(listing(required.scopes) if known is not None else ()):
            if isinstance(scope, str) and known is not None and scope not in known:
                close = close_matches(scope, known, 1)
                hint = f"did you mean {close[0]!r}?" if close else ""
                message = f"scope {scope!r} is not declared by security scheme {required.scheme!r}"
                yield Violation(child_pointer(required.pointer, index), message, hint)


def _scopes(scheme: LocatedNode) -> dict[str, None]:
    """Return the scopes that the flows of a scheme declare, in order."""
    flows = mapping(scheme.node, "flows")
    return {scope: None for flow in flows.values() for scope in mapping(flow, "scopes")}


SCOPE_UNDECLARED = Rule(
    id="scope-undeclared",
    family="security",
    title="required scopes must be declared by the security scheme",
    severity=Severity.ERROR,
    why="The flows of an OAuth 2.0 scheme list 'the available scopes' (OpenAPI 3.1, 'OAuth Flow Object'). Clients "
    "cannot get any other scope, so they can never call the operation.",
    good="""\
components:
  securitySchemes:
    login:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {'cases:read': Read cases}}}
security: [{login: ['cases:read']}]
""",
    bad="""\
components:
  securitySchemes:
    login:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {'cases:read': Read cases}}}
security: [{login: ['cases:reed']}]
""",
    remedy="declare the scope under 'scopes' of the scheme's flows",
    node_types=("document",),
    check=_check_undeclared,
)


TYPES_WITHOUT_SCOPES = ("apiKey", "http")


def _check_unsupported(_: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    types = {name: site.node.get("type") for name, site in security_schemes(document_index).items()}
    for required in all_required_schemes(document_index):
        if types.get(required.scheme) in TYPES_WITHOUT_SCOPES and listing(required.scopes):
            message = f"security scheme {required.scheme!r} of type {types[required.scheme]!r} does not support scopes"
            yield Violation(required.pointer, message, fixes=(Fix("replace", required.pointer, value=[]),))


SCOPES_ON_PLAIN_SCHEME = Rule(
    id="scopes-on-plain-scheme",
    family="security",
    title="only OAuth 2.0 and OpenID Connect requirements may have scopes",
    severity=Severity.ERROR,
    why="'For other security scheme types, the array MUST be empty' (OpenAPI 3.0, 'Security Requirement Object'). "
    "Since 3.1 it may contain roles.",
    good="""\
openapi: 3.0.3
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
""",
    bad="""\
openapi: 3.0.3
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: ['cases:read']}]
""",
    remedy="use an empty list",
    node_types=("document",),
    check=_check_unsupported,
    versions=("2.0", "3.0"),
    fixable=True,
)
