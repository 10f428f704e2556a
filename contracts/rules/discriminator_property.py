"""The rule ``discriminator-property``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.discriminators import discriminator_of
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import schemas_of
from contracts.linting.spelling import guess
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    tree = schemas_of(survey)
    found = discriminator_of(tree, here.node)
    if found is None or found.is_declared(here.node, is_owner=True):
        return
    if found.has_branches() and not found.branches:
        return  # all of them are lost
    lacking = [branch for branch in found.branches if not found.is_declared(branch.node)]
    if len(lacking) == len(found.branches):
        pointer = child_pointer(pointer_of(here.trail), "discriminator", "propertyName")
        who = "none of the branches declares" if found.branches else "the schema does not declare"
        yield Found(pointer, f"{who} the discriminator's property {found.name!r}{guess(found.name, found.common())}")
        return
    for branch in lacking:
        pointer = child_pointer(pointer_of(here.trail), *branch.place)
        message = f"{tree.name(branch.node)} does not declare the discriminator's property {found.name!r}"
        yield Found(pointer, message)


RULE = Rule(
    id="discriminator-property",
    family="schemas",
    title="what a discriminator chooses among declares its property",
    severity=Severity.WARNING,
    why="The value of this property says which schema is meant (OpenAPI 3.1, 'Discriminator Object'); a schema that "
    "does not have it cannot be chosen.",
    good="""\
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind}}
""",
    bad="""\
components:
  schemas:
    Cat: {type: object, properties: {name: {type: string}}}
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind}}
""",
    remedy="declare and require the property, or correct 'propertyName'",
    looks_at=("schema.discriminator",),
    check=_check,
)
