"""The rule ``discriminator-mapping``."""

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
    for value, schema in found.targets() if found else ():
        if found and schema is not here.node and not found.chooses(schema):
            pointer = child_pointer(pointer_of(here.trail), "discriminator", "mapping", value)
            what = "is none of the branches" if found.has_branches() else "does not refer to this schema in 'allOf'"
            yield Found(pointer, f"{value!r} is mapped to {tree.name(schema)}, which {what}")


RULE = Rule(
    id="discriminator-mapping",
    family="schemas",
    title="a discriminator maps values to schemas that can be chosen",
    severity=Severity.WARNING,
    why="A discriminator chooses among the branches of 'oneOf' or 'anyOf', or among those that are built upon its "
    "schema with 'allOf' (OpenAPI 3.1, 'Discriminator Object'); another schema is refused by those keywords.",
    good="""\
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}]
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat'}}
""",
    bad="""\
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}]
      discriminator: {propertyName: kind, mapping: {dog: '#/components/schemas/Dog'}}
""",
    remedy="add the schema to the branches, or correct the mapping",
    looks_at=("schema.discriminator",),
    check=_check,
)
