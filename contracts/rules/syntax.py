"""The rule ``syntax``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="syntax",
    family="structure",
    title="a document is valid YAML or JSON",
    severity=Severity.ERROR,
    why="What no parser can read says nothing: YAML 1.2 with the types of JSON, or JSON (OpenAPI 3.1, 'Format'; RFC "
    "8259).",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
paths: }
""",
    remedy="mend the text at the place named",
)
