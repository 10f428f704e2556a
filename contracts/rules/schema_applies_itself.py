"""The rule ``schema-applies-itself``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.recursion import loops
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import schemas_of
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    tree = schemas_of(survey)
    for loop in loops(tree):
        named = [tree.name(node) for node in loop if tree.component(node)] or [tree.name(loop[0])]
        way = " → ".join([*named, named[0]])
        yield Found(tree.pointer(loop[0]), f"the schema applies itself to the same value without end: {way}")


RULE = Rule(
    id="schema-applies-itself",
    family="schemas",
    title="no schema is applied to a value while it is being applied to it",
    severity=Severity.WARNING,
    why="Schemas that lead back to themselves in place, e.g. a base whose 'oneOf' lists those that have it in "
    "'allOf', make validators run in a circle; what they do is undefined (JSON Schema Core, 'Guarding Against "
    "Infinite Recursion').",
    good="""\
components:
  schemas:
    Pet: {type: object, properties: {kind: {type: string}}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}
    AnyPet: {oneOf: [{$ref: '#/components/schemas/Cat'}]}
""",
    bad="""\
components:
  schemas:
    Pet: {type: object, properties: {kind: {type: string}}, oneOf: [{$ref: '#/components/schemas/Cat'}]}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}
""",
    remedy="put the choice into a schema of its own, apart from the base",
    looks_at=("document",),
    check=_check,
)
