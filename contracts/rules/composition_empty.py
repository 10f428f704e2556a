"""The rule ``composition-empty``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

KEYWORDS = ("allOf", "oneOf", "anyOf")


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if "$ref" in here.node:
        return
    for keyword in KEYWORDS:
        if here.node.get(keyword) == []:
            yield Found(child_pointer(pointer_of(here.trail), keyword), f"'{keyword}' has no schema in it")


RULE = Rule(
    id="composition-empty",
    family="schemas",
    title="what schemas are put together from is not empty",
    severity=Severity.ERROR,
    why="The lists of allOf, oneOf and anyOf have at least one schema (JSON Schema Validation, Wright draft 00, "
    "sections 5.22 to 5.24, which OpenAPI 3.0 builds on); of none no value can fit exactly one.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Id: {oneOf: [{type: string}, {type: integer}]}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Id: {oneOf: []}
""",
    remedy="add a schema, or remove the keyword",
    looks_at=tuple(f"schema.{keyword}" for keyword in KEYWORDS),
    check=_check,
    versions=("2.0", "3.0"),
)
