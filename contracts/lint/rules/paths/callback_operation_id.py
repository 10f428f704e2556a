"""The rule ``callback-operation-id``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit


def _check(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    first: dict[str, str] = {}
    for operation in index.operations:
        name = operation.node.get("operationId")
        if isinstance(name, str):
            other = first.setdefault(name, operation.pointer)
            if other != operation.pointer and operation.within == "callbacks":
                pointer = child_pointer(operation.pointer, "operationId")
                yield Violation(pointer, f"operationId {name!r} of this callback is already used by another operation")


CALLBACK_OPERATION_ID = Rule(
    id="callback-operation-id",
    family="paths",
    title="operationId must be unique in callbacks, too",
    severity=Severity.ERROR,
    why="'The id MUST be unique among all operations described in the API' (OpenAPI 3.1, 'Operation Object'), "
    "including those of callbacks. Links refer to operations by it, and code generators name functions after it.",
    good="""\
paths:
  /hooks:
    post:
      operationId: subscribe
      callbacks:
        changed: {'https://example.com': {post: {operationId: caseChanged, responses: {'204': {description: OK}}}}}
      responses: {'204': {description: Subscription stored}}
""",
    bad="""\
paths:
  /hooks:
    post:
      operationId: subscribe
      callbacks:
        changed: {'https://example.com': {post: {operationId: subscribe, responses: {'204': {description: OK}}}}}
      responses: {'204': {description: Subscription stored}}
""",
    remedy="give the operation a unique operationId",
    node_types=("document",),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
