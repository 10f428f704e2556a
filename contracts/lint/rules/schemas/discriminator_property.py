"""Rules for the property that a discriminator names."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.discriminators import discriminator_of
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.schema_index import schemas_of
from contracts.lint.spelling import guess
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_optional(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    tree = schemas_of(index)
    discriminator = discriminator_of(tree, visit.node)
    if discriminator is None or discriminator.is_required(visit.node):
        return
    if "defaultMapping" in discriminator.node:
        return  # it applies to values without the property (OpenAPI 3.2, "Discriminator Object")
    if not discriminator.has_branches() and discriminator.is_declared(visit.node):
        pointer = child_pointer(pointer_of(visit.trail), "discriminator", "propertyName")
        yield Violation(pointer, f"the discriminator property {discriminator.name!r} is not required")
    for branch in discriminator.branches:
        is_choice = bool({"oneOf", "anyOf"} & branch.node.keys())
        if not is_choice and discriminator.is_declared(branch.node) and not discriminator.is_required(branch.node):
            pointer = child_pointer(pointer_of(visit.trail), *branch.place)
            message = f"{tree.name(branch.node)} does not require the discriminator property {discriminator.name!r}"
            yield Violation(pointer, message)


DISCRIMINATOR_OPTIONAL = Rule(
    id="discriminator-optional",
    family="schemas",
    title="the discriminator property must be required",
    severity=Severity.WARNING,
    why="If the property is missing from a value, it is undefined which schema applies (OpenAPI 3.1, 'Discriminator "
    "Object': the property should be required; 2.0 says it must be).",
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
    remedy="add the property to 'required'",
    node_types=("schema.discriminator",),
    check=_check_optional,
)


def _check_declared(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    tree = schemas_of(index)
    discriminator = discriminator_of(tree, visit.node)
    if discriminator is None or discriminator.is_declared(visit.node, is_owner=True):
        return
    if discriminator.has_branches() and not discriminator.branches:
        return  # none of the branches can be resolved
    lacking = [branch for branch in discriminator.branches if not discriminator.is_declared(branch.node)]
    if len(lacking) == len(discriminator.branches):
        pointer = child_pointer(pointer_of(visit.trail), "discriminator", "propertyName")
        subject = "no branch declares" if discriminator.branches else "the schema does not declare"
        suggestion = guess(discriminator.name, discriminator.common())
        yield Violation(pointer, f"{subject} the discriminator property {discriminator.name!r}{suggestion}")
        return
    for branch in lacking:
        pointer = child_pointer(pointer_of(visit.trail), *branch.place)
        message = f"{tree.name(branch.node)} does not declare the discriminator property {discriminator.name!r}"
        yield Violation(pointer, message)


DISCRIMINATOR_PROPERTY = Rule(
    id="discriminator-property",
    family="schemas",
    title="schemas that a discriminator selects from must declare its property",
    severity=Severity.WARNING,
    why="The value of the property selects the schema (OpenAPI 3.1, 'Discriminator Object'), so a schema without the "
    "property is never selected.",
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
    node_types=("schema.discriminator",),
    check=_check_declared,
)
