"""Rules about security schemes: ``security-scheme-http-unknown`` and ``security-scheme-unused``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.security_requirements import SCHEMES, all_required_schemes
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of
from contracts.wording import close_matches

REGISTERED = (
    "basic",
    "bearer",
    "concealed",
    "digest",
    "dpop",
    "gnap",
    "hoba",
    "mutual",
    "negotiate",
    "oauth",
    "privatetoken",
    "scram-sha-1",
    "scram-sha-256",
    "vapid",
)
"""IANA, 'HTTP Authentication Schemes', in lower case."""


def _check_http_scheme(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    scheme = visit.node["scheme"]
    if visit.node.get("type") != "http" or not isinstance(scheme, str) or scheme.lower() in REGISTERED:
        return
    close = [name for name in ("basic", "bearer") if name in scheme.lower()]
    close = close or close_matches(scheme.lower(), REGISTERED, 1)
    hint = f"did you mean {close[0]!r}?" if close else ""
    pointer = child_pointer(pointer_of(visit.trail), "scheme")
    yield Violation(pointer, f"{scheme!r} is not a registered HTTP authentication scheme", hint)


SECURITY_SCHEME_HTTP_UNKNOWN = Rule(
    id="security-scheme-http-unknown",
    family="security",
    title="HTTP authentication schemes should be registered",
    severity=Severity.WARNING,
    why="'The values used SHOULD be registered in the IANA Authentication Scheme registry' (OpenAPI 3.1, 'Security "
    "Scheme Object'). Tools do not support other schemes.",
    good="""\
components: {securitySchemes: {token: {type: http, scheme: bearer}}}
security: [{token: []}]
""",
    bad="""\
components: {securitySchemes: {token: {type: http, scheme: bearerToken}}}
security: [{token: []}]
""",
    remedy="use a registered scheme such as 'bearer', or type 'apiKey' with the header Authorization",
    node_types=("security-scheme.scheme",),
    check=_check_http_scheme,
)


def _check_unused(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    used = {required.scheme for required in all_required_schemes(index)}
    referenced = {pointer for visit, _, pointer, _ in index.edges if visit.kind == "security-scheme"}
    for name in mapping(index.tree, *SCHEMES):
        pointer = child_pointer("", *SCHEMES, name)
        if name not in used and pointer not in referenced and not name.startswith("x-"):
            yield Violation(pointer, f"security scheme {name!r} is never used")


SECURITY_SCHEME_UNUSED = Rule(
    id="security-scheme-unused",
    family="security",
    title="security schemes must be used",
    severity=Severity.WARNING,
    why="A declared scheme protects nothing until 'security' of the document or of an operation requires it (OpenAPI "
    "3.1, 'Security Requirement Object'). Usually the requirement was forgotten, and clients send no credential.",
    good="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
""",
    bad="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
""",
    remedy="add it to 'security' of the document or of operations, or remove it",
    node_types=("document",),
    check=_check_unused,
)
