"""The rule ``duplicate-key``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="duplicate-key",
    family="values",
    title="no mapping has a key twice",
    severity=Severity.ERROR,
    why="Keys of a mapping must be unique (YAML 1.2.2, section 3.2.1.1); parsers that let it pass drop all but the "
    "last, so a part of the document is silently lost.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
paths: {}
paths: {}
""",
    remedy="keep one of the two, or put what they hold together",
)
