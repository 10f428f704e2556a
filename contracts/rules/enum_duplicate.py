"""The rule ``enum-duplicate``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.repetitions import repetitions
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    yield from repetitions(here)


RULE = Rule(
    id="enum-duplicate",
    family="values",
    title="enum lists each value once",
    severity=Severity.WARNING,
    why="Members of enum should be unique (JSON Schema 2020-12, validation, 6.1.2). Generated code gets two constants "
    "of one value, and the second is often a slip for another one. In OpenAPI 3.0 it is an error; see "
    "'enum-not-unique'.",
    good="""\
components:
  schemas:
    Order: {type: string, enum: [asc, desc]}
""",
    bad="""\
components:
  schemas:
    Order: {type: string, enum: [asc, desc, asc]}
""",
    remedy="remove the second one",
    looks_at=("schema.enum",),
    check=_check,
    versions=("2.0", "3.1", "3.2"),
    fixable=True,
)
