"""The rule ``discriminator-optional``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.discriminators import discriminator_of
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import schemas_of
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    tree = schemas_of(survey)
    found = discriminator_of(tree, here.node)
    if found is None or found.is_required(here.node):
        return
    if not found.has_branches() and found.is_declared(here.node):
        pointer = child_pointer(pointer_of(here.trail), "discriminator", "propertyName")
        yield Found(pointer, f"the discriminator's property {found.name!r} is not required")
    for branch in found.branches:
        is_choice = bool({"oneOf", "anyOf"} & branch.node.keys())
        if not is_choice and found.is_declared(branch.node) and not found.is_required(branch.node):
            pointer = child_pointer(pointer_of(here.trail), *branch.place)
            message = f"{tree.name(branch.node)} does not require the discriminator's property {found.name!r}"
            yield Found(pointer, message)


RULE = Rule(
    id="discriminator-optional",
    family="schemas",
    title="the property of a discriminator is required",
    severity=Severity.WARNING,
    why="Where the property is missing from a value, it is undefined which schema is meant (OpenAPI 3.1, "
    "'Discriminator Object': it should be required; 2.0 demands it).",
    good="""\
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind}}
""",
    bad="""\
components:
  schemas:
    Cat: {type: object, properties: {kind: {type: string}}}
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind}}
""",
    remedy="add it to 'required'",
    looks_at=("schema.discriminator",),
    check=_check,
)
