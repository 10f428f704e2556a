"""The rule ``nullable-without-type``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    node = here.node
    if node.get("nullable") is not True or "type" in node or "$ref" in node:
        return
    yield Found(f"{pointer_of(here.trail)}/nullable", "'nullable: true' without 'type' beside it has no effect")


RULE = Rule(
    id="nullable-without-type",
    family="schemas",
    title="'nullable' stands beside 'type'",
    severity=Severity.WARNING,
    why="'nullable: true' adds null to the type given explicitly in the same Schema Object (OpenAPI 3.0.3, 'Schema "
    "Object'); without one it means nothing, and tools disagree on what to make of it.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Name: {type: string, nullable: true}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Text: {type: string}
    Name: {nullable: true, allOf: [{$ref: '#/components/schemas/Text'}]}
""",
    remedy="add the 'type'; what it is put together from must allow null too",
    looks_at=("schema.nullable",),
    check=_check,
    versions=("3.0",),
)
