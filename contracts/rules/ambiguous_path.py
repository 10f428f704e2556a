"""The rule ``ambiguous-path``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="ambiguous-path",
    family="paths",
    title="no two paths differ only in the names of their parameters",
    severity=Severity.ERROR,
    why="Templates with the same hierarchy and other names are identical and invalid (OpenAPI 3.1, 'Paths Object', "
    "'Path Templating Matching'): which of the two answers is left to chance.",
    good="""\
paths:
  /cases/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
""",
    bad="""\
paths:
  /cases/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
  /cases/{key}:
    parameters: [{name: key, in: path, required: true, schema: {type: string}}]
""",
    remedy="put the operations of both under one of them",
)
