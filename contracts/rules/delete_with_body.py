"""The rule ``delete-with-body``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if here.parent == "path-item" and here.trail[1] == "delete" and isinstance(here.node["requestBody"], dict):
        yield Found(
            child_pointer(pointer_of(here.trail), "requestBody"), "content in a DELETE request has no defined meaning"
        )


RULE = Rule(
    id="delete-with-body",
    family="paths",
    title="no DELETE operation takes a body",
    severity=Severity.HINT,
    why="Content in a DELETE request 'has no generally defined semantics'; some servers refuse the request and some "
    "proxies drop the content (RFC 9110, section 9.3.5).",
    good="""\
paths:
  /cases:
    delete:
      operationId: deleteCases
      parameters: [{name: ids, in: query, schema: {type: string}}]
      responses: {'204': {description: They are gone}}
""",
    bad="""\
paths:
  /cases:
    delete:
      operationId: deleteCases
      requestBody: {content: {application/json: {schema: {type: array, items: {type: string}}}}}
      responses: {'204': {description: They are gone}}
""",
    remedy="take parameters, or make it a POST",
    looks_at=("operation.requestBody",),
    check=_check,
)
