"""The rule ``example-as-text``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.hearing import verdicts
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.values import Role
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for verdict in verdicts(survey, Role.PARAMETER):
        if verdict.is_text:
            yield verdict.found("example is written as a string", f"write {verdict.value.value} without quotes")


RULE = Rule(
    id="example-as-text",
    family="values",
    title="examples of numbers and booleans in parameters are no strings",
    severity=Severity.WARNING,
    why="An example should match its schema (OpenAPI 3.1, 'Parameter Object'): a string is no number, though both look "
    "alike in a URL, and a tool that takes the example at its word refuses it.",
    good="""\
paths:
  /cases:
    get:
      parameters:
        - {name: page, in: query, schema: {type: integer}, example: 2}
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      parameters:
        - {name: page, in: query, schema: {type: integer}, example: '2'}
      responses: {'200': {description: All cases}}
""",
    remedy="write it without quotes",
    looks_at=("document",),
    check=_check,
)
