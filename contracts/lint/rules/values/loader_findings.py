"""Rules that the loader checks while it reads a document."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.lint.rule import Rule

DUPLICATE_KEY = Rule(
    id="duplicate-key",
    family="values",
    title="mapping keys must be unique",
    severity=Severity.ERROR,
    why="YAML requires unique keys (YAML 1.2.2, section 3.2.1.1). Parsers that accept duplicates keep only the last "
    "one, so a part of the document is silently lost.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
""",
    bad="""\
paths: {}
paths: {}
""",
    remedy="remove one of the two, or merge their contents",
)

EXTENSION = Rule(
    id="extension",
    family="values",
    title="casemock extensions must be known and valid",
    severity=Severity.ERROR,
    why="A misspelled 'x-mock-' or 'x-faker' key would silently have no effect.",
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
    remedy="correct it as described in docs/extensions.md",
)
