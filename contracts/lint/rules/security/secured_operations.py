"""Rules about operations with credentials: ``operation-without-security`` and ``unauthorized-response-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex, LocatedOperation
from contracts.lint.rule import Rule, Violation
from contracts.lint.security_requirements import is_secured
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit

WRITE_METHODS = ("post", "put", "patch", "delete")


def _check_writes(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    operations = [operation for operation in index.operations if operation.within == "paths"]
    secured: dict[str, str] = {}
    for operation in operations:
        if is_secured(index, operation):
            secured.setdefault(operation.path, operation.method.upper())
    for operation in operations:
        other = secured.get(operation.path)
        if other and operation.method in WRITE_METHODS and not _has_security(operation, index):
            message = f"{operation.name} requires no credential, but {other} of the same path does"
            yield Violation(operation.pointer, message)


def _has_security(operation: LocatedOperation, index: DocumentIndex) -> bool:
    return "security" in operation.node or "security" in index.tree


OPERATION_WITHOUT_SECURITY = Rule(
    id="operation-without-security",
    family="security",
    title="write operations should require a credential if others of the path do",
    severity=Severity.HINT,
    why="An operation is public if neither it nor the document has 'security' (OpenAPI 3.1, 'Operation Object'). If "
    "other operations of the path are not public, this is usually an oversight.",
    good="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
paths:
  /cases:
    get: {operationId: listCases, security: [{key: []}], responses: {'200': {description: The cases}}}
    delete: {operationId: deleteCases, security: [{key: []}], responses: {'204': {description: Cases deleted}}}
""",
    bad="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
paths:
  /cases:
    get: {operationId: listCases, security: [{key: []}], responses: {'200': {description: The cases}}}
    delete: {operationId: deleteCases, responses: {'204': {description: Cases deleted}}}
""",
    remedy="add 'security', or 'security: []' if the operation is meant to be public",
    node_types=("document",),
    check=_check_writes,
)


REFUSALS = frozenset({"401", "403", "4XX", "default"})

MAX_SHARE = 5
"""Single operations are reported if at most one in five documents no refusal."""


def _check_refusals(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    """Yield one violation per operation if most of the API's document 401, else one for the whole document."""
    secured = [site for site in index.operations if site.within == "paths" and is_secured(index, site)]
    silent = [site for site in secured if not REFUSALS & {str(status) for status in mapping(site.node, "responses")}]
    if len(silent) > 1 and len(silent) == len(secured):
        message = f"none of the {len(silent)} operations that require a credential documents 401 or 403"
        yield Violation(_responses(silent[0]), message)
    elif MAX_SHARE * len(silent) <= len(secured) or len(secured) == 1:
        for site in silent:
            yield Violation(_responses(site), f"{site.name} requires a credential, but documents neither 401 nor 403")


def _responses(operation: LocatedOperation) -> str:
    """Return the JSON pointer of the operation's responses, or of the operation if it has none."""
    return child_pointer(operation.pointer, *(["responses"] if "responses" in operation.node else []))


UNAUTHORIZED_RESPONSE_MISSING = Rule(
    id="unauthorized-response-missing",
    family="security",
    title="operations that require a credential should document 401 or 403",
    severity=Severity.HINT,
    why="The response to a request without valid credentials is 401 (RFC 9110, section 15.5.2) or 403, and clients "
    "must distinguish it from other errors. Single operations are reported if four of five document it; if none does, "
    "this is reported once.",
    good="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}, '401': {description: The key is missing or wrong}}
""",
    bad="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}}
""",
    remedy="document the 401 response",
    node_types=("document",),
    check=_check_refusals,
)
