"""The rule ``example-not-produced``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="example-not-produced",
    family="responses",
    title="examples of Swagger 2.0 are of what is answered",
    severity=Severity.ERROR,
    why="The keys of 'examples' are among the media types that the operation produces (Swagger 2.0, 'Example Object').",
    good="""\
swagger: '2.0'
produces: [application/json]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases, schema: {type: array, items: {}}, examples: {application/json: []}}}
""",
    bad="""\
swagger: '2.0'
produces: [application/json]
paths:
  /cases:
    get:
      responses: {'200': {description: All cases, schema: {type: string}, examples: {text/plain: none}}}
""",
    remedy="add its media type to 'produces', or remove the example",
    versions=("2.0",),
)
