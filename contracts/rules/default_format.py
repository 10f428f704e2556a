"""The rule ``default-format``."""

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
        if verdict.misfit.is_of_format and not verdict.is_of_known_format:
            yield verdict.found("default does not fit its schema")


RULE = Rule(
    id="default-format",
    family="values",
    title="defaults have the formats of their schemas",
    severity=Severity.WARNING,
    why="A client that parses what it is given by its format fails on the default, and a server that checks formats "
    "refuses its own (JSON Schema 2020-12, validation, 7). Dates, addresses of hosts and UUIDs are judged by "
    "'default-invalid'; tools differ on the other formats.",
    good="""\
components:
  schemas:
    Callback: {type: string, format: uri, default: 'https://api.test/done'}
""",
    bad="""\
components:
  schemas:
    Callback: {type: string, format: uri, default: done}
""",
    remedy="write the default in its format, or take the format away",
    looks_at=("document",),
    check=_check,
)
