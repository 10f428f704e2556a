"""The rule ``empty``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="empty",
    family="structure",
    title="a document holds something",
    severity=Severity.ERROR,
    why="An empty file is no OpenAPI document (OpenAPI 3.1, 'OpenAPI Object').",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
# Nothing but a comment
""",
    remedy="write a document, beginning with 'openapi: 3.1.0'",
)
