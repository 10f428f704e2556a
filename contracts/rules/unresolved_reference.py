"""The rule ``unresolved-reference``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="unresolved-reference",
    family="references",
    title="every reference leads somewhere",
    severity=Severity.ERROR,
    why="A reference to what is not there makes the part that holds it unusable (OpenAPI 3.1, 'Reference Object'; "
    "RFC 6901).",
    good="""\
components:
  schemas:
    Case: {type: object}
    Cases: {type: array, items: {$ref: '#/components/schemas/Case'}}
""",
    bad="""\
components:
  schemas:
    Case: {type: object}
    Cases: {type: array, items: {$ref: '#/components/schemas/Cse'}}
""",
    remedy="check the spelling of the reference, or add what it names",
)
