"""Rules for the tags of operations."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import listing
from contracts.lint.document_index import DocumentIndex, declared_tags
from contracts.lint.rule import Fix, Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of
from contracts.wording import close_matches

MAX_UNTAGGED = 0.2
"""The share of operations without tags above which ``operation-tags-missing`` reports nothing."""


def _check_duplicate(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    earlier: set[str] = set()
    for index, name in enumerate(listing(visit.node["tags"])):
        if not isinstance(name, str):
            continue
        if name in earlier:
            pointer = pointer_of(((visit.trail, "tags"), index))
            yield Violation(pointer, f"duplicate tag {name!r}", fixes=(Fix("remove", pointer),))
        earlier.add(name)


OPERATION_TAG_DUPLICATE = Rule(
    id="operation-tag-duplicate",
    family="style",
    title="operations must not list a tag twice",
    severity=Severity.WARNING,
    why="Tags group operations in the documentation (OpenAPI 3.1, 'Operation Object', 'tags'); a duplicate has no "
    "effect and is often a typing error for another tag.",
    good="""\
paths:
  /cases:
    get:
      tags: [cases, users]
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      tags: [cases, cases]
      responses: {'200': {description: All cases}}
""",
    remedy="remove the duplicate",
    node_types=("operation.tags",),
    check=_check_duplicate,
    fixable=True,
)


def _check_missing(_: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    operations = [operation for operation in document_index.operations if operation.within == "paths"]
    untagged = [operation for operation in operations if not operation.node.get("tags")]
    if len(untagged) <= len(operations) * MAX_UNTAGGED:
        for operation in untagged:
            yield Violation(operation.pointer, "the operation has no tags, unlike nearly all others")


OPERATION_TAGS_MISSING = Rule(
    id="operation-tags-missing",
    family="style",
    title="operations should have tags if nearly all others do",
    severity=Severity.HINT,
    why="Documentation tools group operations by tag (OpenAPI 3.1, 'Operation Object', 'tags'); an operation without "
    "tags is listed separately.",
    good="""\
paths:
  /1: {get: {tags: [cases], responses: {'200': {description: Fine}}}}
  /2: {get: {tags: [cases], responses: {'200': {description: Fine}}}}
  /3: {get: {tags: [cases], responses: {'200': {description: Fine}}}}
  /4: {get: {tags: [cases], responses: {'200': {description: Fine}}}}
  /9: {get: {tags: [users], responses: {'200': {description: Fine}}}}
""",
    bad="""\
paths:
  /1: {get: {tags: [cases], responses: {'200': {description: Fine}}}}
  /2: {get: {tags: [cases], responses: {'200': {description: Fine}}}}
  /3: {get: {tags: [cases], responses: {'200': {description: Fine}}}}
  /4: {get: {tags: [cases], responses: {'200': {description: Fine}}}}
  /9: {get: {responses: {'200': {description: Fine}}}}
""",
    remedy="add the tag of related operations",
    node_types=("document",),
    check=_check_missing,
)


def _check_undeclared(_: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    declared = {tag.name for tag in declared_tags(document_index)}
    used = _used_tags(document_index) if declared else {}
    undeclared = [name for name in used if name not in declared]
    reports_all = len(undeclared) <= len(used) / 2
    for name in undeclared:
        close = close_matches(name, declared, 1, 0.8)
        if close or reports_all:
            guess = f"; did you mean {close[0]!r}?" if close else ""
            yield Violation(used[name], f"tag {name!r} is not declared{guess}")


def _used_tags(document_index: DocumentIndex) -> dict[str, str]:
    """The JSON pointer of the first use of each tag."""
    pointers: dict[str, str] = {}
    for operation in document_index.operations:
        for index, name in enumerate(listing(operation.node.get("tags"))):
            if isinstance(name, str):
                pointers.setdefault(name, child_pointer(operation.pointer, "tags", index))
    return pointers


TAG_UNDECLARED = Rule(
    id="tag-undeclared",
    family="style",
    title="tags of operations must be declared if the document declares tags",
    severity=Severity.WARNING,
    why="Documentation tools sort operations by the declared tags and show their descriptions (OpenAPI 3.1, 'OpenAPI "
    "Object'). If most tags are not declared, only those that look misspelled are reported.",
    good="""\
tags: [{name: cases}]
paths:
  /cases:
    get:
      tags: [cases]
      responses: {'200': {description: All cases}}
""",
    bad="""\
tags: [{name: cases}]
paths:
  /cases:
    get:
      tags: [case]
      responses: {'200': {description: All cases}}
""",
    remedy="declare the tag under 'tags' at the root",
    node_types=("document",),
    check=_check_undeclared,
)
