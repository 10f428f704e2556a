"""The rule ``example-invalid``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.hearing import verdicts
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.values import Role
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for verdict in verdicts(survey, Role.CONTENT, Role.PARAMETER):
        if verdict.is_certain:
            yield verdict.found("example does not fit its schema")


RULE = Rule(
    id="example-invalid",
    family="values",
    title="examples of bodies, parameters and headers fit their schemas",
    severity=Severity.ERROR,
    why="Readers copy examples, and mock servers answer with them; one that its own schema refuses misleads both "
    "(OpenAPI 3.1, 'Media Type Object': an example should match the schema).",
    good="""\
paths:
  /cases:
    get:
      responses:
        '200':
          description: A case
          content:
            application/json:
              schema: {type: object, properties: {age: {type: integer}}}
              example: {age: 4}
""",
    bad="""\
paths:
  /cases:
    get:
      responses:
        '200':
          description: A case
          content:
            application/json:
              schema: {type: object, properties: {age: {type: integer}}}
              example: {age: four}
""",
    remedy="correct the example, or the schema where the example is right",
    looks_at=("document",),
    check=_check,
)
