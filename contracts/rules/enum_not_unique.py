"""The rule ``enum-not-unique``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.repetitions import repetitions
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if "$ref" not in here.node:
        yield from repetitions(here)


RULE = Rule(
    id="enum-not-unique",
    family="values",
    title="enum lists each value once, which OpenAPI 3.0 asks for",
    severity=Severity.ERROR,
    why="Validators of OpenAPI 3.0 hold its schemas to draft 4, in which members of enum must be unique (JSON Schema "
    "draft 4, validation, 5.5.1.1), and refuse the document. Since 3.1 it is a warning: 'enum-duplicate'.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Order: {type: string, enum: [asc, desc]}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Order: {type: string, enum: [asc, desc, asc]}
""",
    remedy="remove the second one",
    looks_at=("schema.enum",),
    check=_check,
    versions=("3.0",),
    fixable=True,
)
