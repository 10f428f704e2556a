"""The rule ``duplicate-operation-id``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="duplicate-operation-id",
    family="paths",
    title="each operationId is given once",
    severity=Severity.ERROR,
    why="It must be unique among all operations (OpenAPI 3.1, 'Operation Object'): functions and links are named "
    "after it.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
    post: {operationId: createCase, responses: {'201': {description: The case}}}
""",
    bad="""\
paths:
  /cases:
    get: {operationId: cases, responses: {'200': {description: All cases}}}
    post: {operationId: cases, responses: {'201': {description: The case}}}
""",
    remedy="give each operation its own",
)
