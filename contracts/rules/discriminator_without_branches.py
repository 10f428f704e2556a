"""The rule ``discriminator-without-branches``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.findings import Severity
from contracts.linting.discriminators import discriminator_of
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import SchemaTree, schemas_of
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    tree = schemas_of(survey)
    found = discriminator_of(tree, here.node)
    if found is None or found.has_branches() or found.mapping or _is_built_upon(tree, here.node):
        return
    yield Found(child_pointer(pointer_of(here.trail), "discriminator"), "the discriminator has nothing to choose among")


def _is_built_upon(tree: SchemaTree, node: dict[str, Any]) -> bool:
    """Whether another schema holds where this one does, by way of a reference to it or to what it is a part of."""
    stack, seen = [node], {id(node)}
    while stack:
        for holder in tree.holders.get(id(stack.pop()), ()):
            if "$ref" in holder and id(holder) in tree.holders:
                return True
            if id(holder) not in seen:
                seen.add(id(holder))
                stack.append(holder)
    return False


RULE = Rule(
    id="discriminator-without-branches",
    family="schemas",
    title="a discriminator has something to choose among",
    severity=Severity.HINT,
    why="A discriminator goes with 'oneOf', 'anyOf', or with schemas that refer to its own in 'allOf' (OpenAPI 3.1, "
    "'Discriminator Object'); alone it does nothing.",
    good="""\
components:
  schemas:
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}
""",
    bad="""\
components:
  schemas:
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
""",
    remedy="list the branches in 'oneOf', or remove the discriminator",
    looks_at=("schema.discriminator",),
    check=_check,
)
