"""The rule ``extension``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="extension",
    family="values",
    title="extensions of this tool are known and of the right form",
    severity=Severity.ERROR,
    why="A key beginning with 'x-mock-' or 'x-faker' that is misspelt would do nothing, and nobody would notice.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
paths:
  /cases:
    get: {operationId: listCases, x-mock-nonsense: 1, responses: {'200': {description: All cases}}}
""",
    remedy="write it as docs/extensions.md says",
)
