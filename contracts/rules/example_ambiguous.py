"""The rule ``example-ambiguous``."""

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
        if verdict.misfit.is_ambiguous:
            yield verdict.found("example does not fit its schema")


RULE = Rule(
    id="example-ambiguous",
    family="values",
    title="examples fit one branch of oneOf, not several",
    severity=Severity.WARNING,
    why="oneOf refuses what fits more than one of its branches (JSON Schema 2020-12, core, 10.2.1.3). An example that "
    "does shows that the branches overlap: mostly the schema is wrong, not the example.",
    good="""\
components:
  schemas:
    Size: {oneOf: [{type: integer}, {type: string}], example: 4}
""",
    bad="""\
components:
  schemas:
    Size: {oneOf: [{type: integer}, {type: number}], example: 4}
""",
    remedy="write anyOf, or make the branches exclude each other, e.g. by a required property",
    looks_at=("document",),
    check=_check,
)
