"""The rule ``several-bodies``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="several-bodies",
    family="parameters",
    title="an operation of Swagger 2.0 has one body",
    severity=Severity.ERROR,
    why="A request has one body, so there is at most one parameter in 'body', and none beside form fields (2.0, "
    "'Parameter Object').",
    good="""\
swagger: '2.0'
paths:
  /cases:
    post:
      parameters:
      - {name: case, in: body, schema: {type: object}}
      responses: {'201': {description: The case}}
""",
    bad="""\
swagger: '2.0'
paths:
  /cases:
    post:
      parameters:
      - {name: case, in: body, schema: {type: object}}
      - {name: title, in: formData, type: string}
      responses: {'201': {description: The case}}
""",
    remedy="keep one body in an operation",
    versions=("2.0",),
)
