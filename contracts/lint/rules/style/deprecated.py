"""Rule for deprecated elements without an explanation."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.traversal import Visit, pointer_of

EXPLAINING_KEYS = ("description", "summary", "title", "$ref")


def _check_reason(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if visit.node["deprecated"] is not True or any(visit.node.get(key) for key in EXPLAINING_KEYS):
        return
    if not any(key.startswith(("x-deprecat", "x-sunset")) for key in visit.node):
        yield Violation(pointer_of((visit.trail, "deprecated")), "'deprecated' without a description")


DEPRECATED_WITHOUT_REASON = Rule(
    id="deprecated-without-reason",
    family="style",
    title="deprecated elements should name a replacement",
    severity=Severity.HINT,
    why="Clients should stop using a deprecated element (OpenAPI 3.1, 'Operation Object', 'deprecated') and need to "
    "know what to use instead. The rule reports elements without any documentation.",
    good="""\
paths:
  /cases:
    get:
      deprecated: true
      description: Use /tickets, this leaves in May
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      deprecated: true
      responses: {'200': {description: All cases}}
""",
    remedy="describe what to use instead, and until when the element is supported",
    node_types=(
        "operation.deprecated",
        "parameter.deprecated",
        "schema.deprecated",
        "header.deprecated",
    ),
    check=_check_reason,
)
