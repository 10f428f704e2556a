"""The rule ``remote-reference``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="remote-reference",
    family="references",
    title="references stay in files that are at hand",
    severity=Severity.ERROR,
    why="What stands on another machine may be gone or changed tomorrow, so it is not fetched; a document should "
    "mean the same each time.",
    good="""\
components:
  schemas:
    Case: {type: object}
    Cases: {type: array, items: {$ref: '#/components/schemas/Case'}}
""",
    bad="""\
components:
  schemas:
    Cases: {type: array, items: {$ref: 'https://example.org/case.json'}}
""",
    remedy="save what it names as a file beside the document, and refer to that",
)
