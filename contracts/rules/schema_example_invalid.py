"""The rule ``schema-example-invalid``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.hearing import verdicts
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.values import Role
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for verdict in verdicts(survey, Role.SCHEMA):
        if verdict.is_certain:
            yield verdict.found("example does not fit its schema")


RULE = Rule(
    id="schema-example-invalid",
    family="values",
    title="examples in schemas fit their schemas",
    severity=Severity.ERROR,
    why="A schema and its own example that contradict each other leave the reader to guess which one the API keeps "
    "to (JSON Schema 2020-12, validation, 9.5: examples should be valid against their schema).",
    good="""\
components:
  schemas:
    Age: {type: integer, example: 4}
""",
    bad="""\
components:
  schemas:
    Age: {type: integer, example: four}
""",
    remedy="correct the example, or the schema where the example is right",
    looks_at=("document",),
    check=_check,
)
