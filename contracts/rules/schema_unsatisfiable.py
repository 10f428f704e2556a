"""The rule ``schema-unsatisfiable``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.satisfiable import COMBINING, satisfiability_of
from contracts.linting.schema_tree import schemas_of
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    node = here.node
    if len(node) == 1 and "$ref" in node:
        return
    for place, message in satisfiability_of(survey).verdict(node).conflicts:
        yield Found(schemas_of(survey).pointer(node, *place), message)


RULE = Rule(
    id="schema-unsatisfiable",
    family="schemas",
    title="some value fits each schema",
    severity=Severity.ERROR,
    why="Keywords hold together, also through 'allOf' and '$ref' (JSON Schema Core, 'Keywords for Applying Subschemas "
    "in Place'). Where they contradict each other, every request or answer is refused.",
    good="""\
components:
  schemas:
    Case: {type: object, required: [id], properties: {id: {type: string}}}
    Closed:
      allOf:
        - $ref: '#/components/schemas/Case'
        - {type: object, properties: {closed: {type: boolean}}}
""",
    bad="""\
components:
  schemas:
    Case: {type: object, required: [id], properties: {id: {type: string}}}
    Closed:
      allOf:
        - $ref: '#/components/schemas/Case'
        - {type: object, properties: {closed: {type: boolean}}, additionalProperties: false}
""",
    remedy="take back one of the two demands",
    looks_at=tuple(f"schema.{keyword}" for keyword in sorted(COMBINING)),
    check=_check,
)
