"""The rule ``default-not-in-enum``."""

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
        if verdict.misfit.keyword == "enum":
            yield verdict.found("default is no member of enum")


RULE = Rule(
    id="default-not-in-enum",
    family="values",
    title="defaults are members of enum",
    severity=Severity.ERROR,
    why="enum lists every value there is (JSON Schema 2020-12, validation, 6.1.2); a default that it lacks can "
    "never be sent, and often is the name that a member had before.",
    good="""\
components:
  schemas:
    Order: {type: string, enum: [asc, desc], default: asc}
""",
    bad="""\
components:
  schemas:
    Order: {type: string, enum: [asc, desc], default: ascending}
""",
    remedy="name a member, or add the default to enum",
    looks_at=("document",),
    check=_check,
)
