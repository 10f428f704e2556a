"""The rule ``unreadable``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="unreadable",
    family="structure",
    title="the file can be read",
    severity=Severity.ERROR,
    why="Without the file there is nothing to judge.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
# A folder, or a path where nothing stands
""",
    remedy="check the path and its permissions",
)
