"""The rule ``default-invalid``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.hearing import verdicts
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.values import Role
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    for verdict in verdicts(survey, Role.DEFAULT):
        if verdict.misfit.keyword != "enum" and (verdict.is_of_known_format or not verdict.misfit.is_of_format):
            yield verdict.found("default does not fit its schema")


RULE = Rule(
    id="default-invalid",
    family="values",
    title="defaults fit their schemas",
    severity=Severity.ERROR,
    why="The default is what a server takes where a client sends nothing; one that the schema refuses cannot be that. "
    "OpenAPI 3.0.3 and 3.1 ask for it to conform to the type ('Schema Object', 'default').",
    good="""\
components:
  schemas:
    Limit: {type: integer, minimum: 1, default: 20}
""",
    bad="""\
components:
  schemas:
    Limit: {type: integer, minimum: 1, default: 0}
""",
    remedy="correct the default, or the schema where the default is right",
    looks_at=("document",),
    check=_check,
)
