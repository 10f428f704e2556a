"""The rule ``nullable-enum-without-null``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    node = here.node
    values = node.get("enum")
    if "$ref" in node or node.get("nullable") is not True or "type" not in node or not isinstance(values, list):
        return
    if values and None not in values:
        yield Found(f"{pointer_of(here.trail)}/nullable", "'nullable: true', but 'enum' does not list null")


RULE = Rule(
    id="nullable-enum-without-null",
    family="schemas",
    title="an enum that may be null lists null",
    severity=Severity.WARNING,
    why="'enum' allows what it lists and nothing else; 'nullable: true' widens the type only (OpenAPI 3.0.3, 'Schema "
    "Object'), so null is refused all the same.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Colour: {type: string, nullable: true, enum: [red, green, null]}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Colour: {type: string, nullable: true, enum: [red, green]}
""",
    remedy="add null to 'enum', or take 'nullable' away",
    looks_at=("schema.nullable",),
    check=_check,
    versions=("2.0", "3.0"),
)
