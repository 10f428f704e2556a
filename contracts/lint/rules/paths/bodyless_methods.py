"""Rules about methods whose requests have no body: ``get-with-body`` and ``delete-with-body``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

MESSAGES = {
    "get": "the body of a GET request has no defined semantics",
    "head": "the body of a HEAD request has no defined semantics",
    "trace": "a TRACE request must not have a body",
}


def _check_get(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    method = visit.trail[1]
    if visit.parent == "path-item" and method in MESSAGES and isinstance(visit.node["requestBody"], dict):
        yield Violation(child_pointer(pointer_of(visit.trail), "requestBody"), MESSAGES[method])


GET_WITH_BODY = Rule(
    id="get-with-body",
    family="paths",
    title="GET, HEAD and TRACE operations must not have a request body",
    severity=Severity.WARNING,
    why="Content in a GET or HEAD request 'has no generally defined semantics' and may cause servers to reject the "
    "request; a TRACE request must not have content (RFC 9110, sections 9.3.1, 9.3.2 and 9.3.8). In OpenAPI 3.0 the "
    "request body is ignored.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{name: state, in: query, schema: {type: string}}]
      responses: {'200': {description: The cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {'200': {description: The cases}}
""",
    remedy="use parameters, or change the method to POST",
    node_types=("operation.requestBody",),
    check=_check_get,
)


def _check_delete(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if visit.parent == "path-item" and visit.trail[1] == "delete" and isinstance(visit.node["requestBody"], dict):
        pointer = child_pointer(pointer_of(visit.trail), "requestBody")
        yield Violation(pointer, "the body of a DELETE request has no defined semantics")


DELETE_WITH_BODY = Rule(
    id="delete-with-body",
    family="paths",
    title="DELETE operations should not have a request body",
    severity=Severity.HINT,
    why="Content in a DELETE request 'has no generally defined semantics' (RFC 9110, section 9.3.5). Some servers "
    "reject the request, and some proxies drop the content.",
    good="""\
paths:
  /cases:
    delete:
      operationId: deleteCases
      parameters: [{name: ids, in: query, schema: {type: string}}]
      responses: {'204': {description: Cases deleted}}
""",
    bad="""\
paths:
  /cases:
    delete:
      operationId: deleteCases
      requestBody: {content: {application/json: {schema: {type: array, items: {type: string}}}}}
      responses: {'204': {description: Cases deleted}}
""",
    remedy="use parameters, or change the method to POST",
    node_types=("operation.requestBody",),
    check=_check_delete,
)
