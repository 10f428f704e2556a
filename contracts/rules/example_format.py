"""The rule ``example-format``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.hearing import verdicts
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.values import Role
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for verdict in verdicts(survey, Role.CONTENT, Role.PARAMETER, Role.SCHEMA):
        if verdict.misfit.is_of_format:
            yield verdict.found("example does not fit its schema")


RULE = Rule(
    id="example-format",
    family="values",
    title="examples have the formats of their schemas",
    severity=Severity.WARNING,
    why="A client that parses dates, addresses or identifiers by their format fails on what the example shows. Not "
    "every tool checks formats, so such examples stay unnoticed (JSON Schema 2020-12, validation, 7).",
    good="""\
components:
  schemas:
    Birthday: {type: string, format: date, example: '2024-02-29'}
""",
    bad="""\
components:
  schemas:
    Birthday: {type: string, format: date, example: 29/02/2024}
""",
    remedy="write the example in its format, or take the format away",
    looks_at=("document",),
    check=_check,
)
