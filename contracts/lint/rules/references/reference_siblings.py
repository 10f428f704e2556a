"""The rule ``reference-siblings``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

ALLOWED = ("$ref", "summary", "description")
"""Allowed since 3.1; in earlier versions they are ignored without consequences."""


def _check(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    ignored = [key for key in visit.node if key not in ALLOWED and not key.startswith("x-")]
    if ignored and isinstance(visit.node["$ref"], str):
        pointer = child_pointer(pointer_of(visit.trail), ignored[0])
        verb = "is" if len(ignored) == 1 else "are"
        yield Violation(pointer, f"{', '.join(map(repr, ignored[:6]))} next to '$ref' {verb} ignored")


REFERENCE_SIBLINGS = Rule(
    id="reference-siblings",
    family="references",
    title="Reference Objects must not have other keys",
    severity=Severity.WARNING,
    why="A Reference Object 'cannot be extended with additional properties and any properties added SHALL be ignored' "
    "(OpenAPI 3.1, 'Reference Object'). References in schemas have a separate rule.",
    good="""\
components:
  parameters: {state: {name: state, in: query, schema: {type: string}}}
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{$ref: '#/components/parameters/state'}]
      responses: {'200': {description: The cases}}
""",
    bad="""\
components:
  parameters: {state: {name: state, in: query, schema: {type: string}}}
paths:
  /cases:
    get:
      operationId: listCases
      parameters: [{$ref: '#/components/parameters/state', required: true}]
      responses: {'200': {description: The cases}}
""",
    remedy="write out the object without '$ref', or change the referenced object",
    node_types=(
        "parameter.$ref",
        "header.$ref",
        "request-body.$ref",
        "response.$ref",
        "media-type.$ref",
        "example.$ref",
        "link.$ref",
        "callback.$ref",
        "security-scheme.$ref",
    ),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
