"""The rule ``reference-siblings``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.reference_siblings import ignored_siblings, is_documentation, violation
from contracts.lint.rule import Rule, Violation
from contracts.spec.traversal import Visit


def _check(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    keys = ignored_siblings(visit, index)
    if keys and not is_documentation(visit, keys):
        yield violation(visit, keys)


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
)
