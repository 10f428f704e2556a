"""The rule ``wrong-reference``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="wrong-reference",
    family="references",
    title="a reference leads to an object of the kind that belongs there",
    severity=Severity.ERROR,
    why="What is referred to stands in the place of the reference, so it must be what belongs there (OpenAPI 3.1, "
    "'Reference Object').",
    good="""\
paths:
  /cases:
    get: {responses: {'200': {$ref: '#/components/responses/Cases'}}}
components:
  responses: {Cases: {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get: {responses: {'200': {$ref: '#/components/schemas/Cases'}}}
components:
  schemas: {Cases: {description: All cases}}
""",
    remedy="refer to an object of the kind that is expected",
)
