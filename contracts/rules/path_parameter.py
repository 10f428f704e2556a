"""The rule ``path-parameter``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="path-parameter",
    family="paths",
    title="a path and its parameters name each other",
    severity=Severity.ERROR,
    why="Each name in the template must be declared as a path parameter, and each path parameter must stand in the "
    "template (OpenAPI 3.1, 'Path Templating' and 'Parameter Object').",
    good="""\
paths:
  /cases/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: The case}}
""",
    bad="""\
paths:
  /cases/{id}:
    get:
      responses: {'200': {description: The case}}
""",
    remedy="declare it with 'in: path' and 'required: true', or take it out of the path",
)
