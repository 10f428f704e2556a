"""The rule ``circular-reference``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="circular-reference",
    family="references",
    title="no reference leads back to itself over nothing but references",
    severity=Severity.ERROR,
    why="Who follows it never arrives at an object. A schema may well hold itself, below a property or items.",
    good="""\
components:
  schemas:
    Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}}}
""",
    bad="""\
components:
  responses:
    A: {$ref: '#/components/responses/B'}
    B: {$ref: '#/components/responses/A'}
""",
    remedy="put what is meant in the place of one of the references",
)
