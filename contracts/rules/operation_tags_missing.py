"""The rule ``operation-tags-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit

MOST_BARE = 0.2
"""The share of operations without tags up to which they are exceptions."""


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    operations = [operation for operation in survey.operations if operation.within == "paths"]
    bare = [operation for operation in operations if not operation.node.get("tags")]
    if len(bare) <= len(operations) * MOST_BARE:
        for operation in bare:
            yield Found(operation.pointer, "the operation has no tag, nearly all others have")


RULE = Rule(
    id="operation-tags-missing",
    family="style",
    title="each operation has a tag, where nearly all have",
    severity=Severity.HINT,
    why="Pages on the API sort operations by tags (OpenAPI 3.1, 'Operation Object', 'tags'); one without stands apart.",
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
    remedy="give it the tag of its neighbours",
    looks_at=("document",),
    check=_check,
)
