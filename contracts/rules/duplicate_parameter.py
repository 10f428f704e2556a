"""The rule ``duplicate-parameter``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="duplicate-parameter",
    family="parameters",
    title="no parameter is declared twice in one list",
    severity=Severity.ERROR,
    why="The list must not hold two of the same name and location (OpenAPI 3.1, 'Operation Object', 'parameters'): "
    "which one counts is left to chance.",
    good="""\
paths:
  /cases:
    get:
      parameters: [{name: state, in: query, schema: {type: string}}]
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      parameters:
      - {name: state, in: query, schema: {type: string}}
      - {name: state, in: query, schema: {type: integer}}
      responses: {'200': {description: All cases}}
""",
    remedy="keep one of the two",
)
