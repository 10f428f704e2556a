"""The rule ``structure``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="structure",
    family="structure",
    title="every object is built as OpenAPI says",
    severity=Severity.ERROR,
    why="What the published schema of the version does not allow, tools refuse or pass over: missing and unknown "
    "keys, values of the wrong type (OpenAPI 3.1, 'Schema').",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
paths:
  /cases:
    get: {operationId: listCases, respones: {'200': {description: All cases}}}
""",
    remedy="write it as the chapter on the object says",
)
