"""The rule ``get-with-body``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

REASONS = {
    "get": "content in a GET request has no defined meaning",
    "head": "content in a HEAD request has no defined meaning",
    "trace": "a TRACE request must not have content",
}


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    method = here.trail[1]
    if here.parent == "path-item" and method in REASONS and isinstance(here.node["requestBody"], dict):
        yield Found(child_pointer(pointer_of(here.trail), "requestBody"), REASONS[method])


RULE = Rule(
    id="get-with-body",
    family="paths",
    title="no GET, HEAD or TRACE operation takes a body",
    severity=Severity.WARNING,
    why="Content in a GET or HEAD request 'has no generally defined semantics' and may have it refused; TRACE must not "
    "have any (RFC 9110, sections 9.3.1, 9.3.2 and 9.3.8). OpenAPI 3.0 has it ignored.",
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
    remedy="take parameters, or make it a POST",
    looks_at=("operation.requestBody",),
    check=_check,
)
