"""The rule ``path-template``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="path-template",
    family="paths",
    title="the braces of a path enclose names",
    severity=Severity.ERROR,
    why="Each expression of a template is a name between braces (OpenAPI 3.1, 'Path Templating'); another brace is "
    "never matched.",
    good="""\
paths:
  /cases/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
""",
    bad="""\
paths:
  /cases/{id: {}
""",
    remedy="write parameters as '{name}'",
)
