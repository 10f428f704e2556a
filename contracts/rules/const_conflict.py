"""The rule ``const-conflict``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.hearing import verdicts
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.values import Role
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for verdict in verdicts(survey, Role.CONSTANT):
        if verdict.is_certain:
            yield verdict.found("the schema refuses its own const")


RULE = Rule(
    id="const-conflict",
    family="values",
    title="const fits the rest of its schema",
    severity=Severity.ERROR,
    why="const leaves one value (JSON Schema 2020-12, validation, 6.1.3); where another keyword of the schema refuses "
    "it, no value is left at all.",
    good="""\
components:
  schemas:
    Version: {type: integer, const: 2}
""",
    bad="""\
components:
  schemas:
    Version: {type: string, const: 2}
""",
    remedy="correct const, or the keyword that refuses it",
    looks_at=("document",),
    check=_check,
    versions=("3.1", "3.2"),
)
