"""Rules for operationIds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import text
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

FORBIDDEN = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]")
"""Characters that a URL can only contain percent-encoded."""


def _check_characters(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    names = [(operation, text(operation.node.get("operationId"))) for operation in index.operations]
    invalid = [(operation, name, match[0]) for operation, name in names if (match := FORBIDDEN.search(name))]
    if invalid:
        operation, name, character = invalid[0]
        described = "a space" if character == " " else repr(character)
        more = f" ({len(invalid) - 1} more operationIds have such characters)" if len(invalid) > 1 else ""
        yield Violation(
            child_pointer(operation.pointer, "operationId"), f"operationId {name!r} contains {described}{more}"
        )


OPERATION_ID_CHARACTERS = Rule(
    id="operation-id-characters",
    family="style",
    title="operationIds should contain only characters that are valid in URLs",
    severity=Severity.WARNING,
    why="Tools derive function names, anchors and file names from operationIds and cannot represent spaces, quotes "
    "or non-ASCII letters (OpenAPI 3.1, 'Operation Object', recommends common programming naming conventions; RFC "
    "3986, section 2).",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: list all cases
      responses: {'200': {description: All cases}}
""",
    remedy="use letters, digits, '-', '_' and '.'",
    node_types=("document",),
    check=_check_characters,
)


def _check_missing(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if "operationId" not in visit.node:
        yield Violation(pointer_of(visit.trail), "the operation has no operationId")


OPERATION_ID_MISSING = Rule(
    id="operation-id-missing",
    family="style",
    title="operations should have an operationId",
    severity=Severity.HINT,
    why="Tools name functions, tests and links after the operationId (OpenAPI 3.1, 'Operation Object'). Without one "
    "they derive a name from the path, which changes with the path.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    remedy="add an operationId, e.g. 'listCases'",
    node_types=("operation",),
    check=_check_missing,
)
