"""The rule ``file-without-form``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="file-without-form",
    family="parameters",
    title="files of Swagger 2.0 come in forms",
    severity=Severity.ERROR,
    why="A parameter of type file asks for multipart/form-data or application/x-www-form-urlencoded in 'consumes' "
    "(Swagger 2.0, 'Parameter Object').",
    good="""\
swagger: '2.0'
paths:
  /photos:
    post:
      consumes: [multipart/form-data]
      parameters: [{name: photo, in: formData, type: file}]
      responses: {'201': {description: The photo}}
""",
    bad="""\
swagger: '2.0'
paths:
  /photos:
    post:
      consumes: [application/json]
      parameters: [{name: photo, in: formData, type: file}]
      responses: {'201': {description: The photo}}
""",
    remedy="put multipart/form-data into 'consumes'",
    versions=("2.0",),
)
