"""The rule ``property-contradictory``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.contradictions import contradicting
from contracts.linting.rule import Found, Rule
from contracts.linting.satisfiable import satisfiability_of
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    satisfiability = satisfiability_of(survey)
    if not satisfiability.verdict(here.node).is_possible:
        return
    for place, name in contradicting(satisfiability, here.node):
        pointer = child_pointer(pointer_of(here.trail), *place)
        yield Found(pointer, f"no value fits property {name!r}: its schemas in 'allOf' contradict each other")


RULE = Rule(
    id="property-contradictory",
    family="schemas",
    title="schemas put together agree on their properties",
    severity=Severity.WARNING,
    why="Each branch of 'allOf' must hold (JSON Schema Core, 'allOf'): it cannot replace what another one says of a "
    "property, so a value would have to fit both, which none does.",
    good="""\
components:
  schemas:
    Case: {type: object, properties: {id: {type: string}}}
    Closed: {allOf: [{$ref: '#/components/schemas/Case'}, {properties: {id: {maxLength: 9}}}]}
""",
    bad="""\
components:
  schemas:
    Case: {type: object, properties: {id: {type: string}}}
    Closed: {allOf: [{$ref: '#/components/schemas/Case'}, {properties: {id: {type: integer}}}]}
""",
    remedy="declare the property in one place only",
    looks_at=("schema.allOf",),
    check=_check,
)
