"""Rules for the schemas that a discriminator selects from, and the values that select them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.findings import Severity
from contracts.lint.discriminators import Discriminator, discriminator_of
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.schema_index import SchemaIndex, schemas_of
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

MAX_LISTED = 4
"""How many values a message lists."""


def _check_mapping(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    tree = schemas_of(index)
    discriminator = discriminator_of(tree, visit.node)
    for value, schema in discriminator.targets() if discriminator else ():
        if discriminator and schema is not visit.node and not discriminator.chooses(schema):
            message = f"{value!r} is mapped to {tree.name(schema)}, which {_rejection(discriminator)}"
            yield Violation(_mapping_pointer(visit, value), message)


def _rejection(discriminator: Discriminator) -> str:
    return "is not one of the branches" if discriminator.has_branches() else "does not refer to this schema in 'allOf'"


def _mapping_pointer(visit: Visit, value: str) -> str:
    return child_pointer(pointer_of(visit.trail), "discriminator", "mapping", value)


DISCRIMINATOR_MAPPING = Rule(
    id="discriminator-mapping",
    family="schemas",
    title="discriminator mappings must point to schemas that can be selected",
    severity=Severity.WARNING,
    why="A discriminator selects from the branches of 'oneOf' or 'anyOf', or from the schemas that refer to its own "
    "schema in 'allOf' (OpenAPI 3.1, 'Discriminator Object'); those keywords reject any other schema.",
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
    node_types=("schema.discriminator",),
    check=_check_mapping,
)


def _check_values(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    tree = schemas_of(index)
    discriminator = discriminator_of(tree, visit.node)
    if discriminator is not None:
        yield from _rejected_keys(visit, tree, discriminator)
        if "defaultMapping" not in discriminator.node:
            yield from _unreachable_branches(visit, tree, discriminator)


def _rejected_keys(visit: Visit, tree: SchemaIndex, discriminator: Discriminator) -> Iterator[Violation]:
    """The keys of the mapping that the schema they select does not allow."""
    for value, schema in discriminator.targets():
        allowed = discriminator.values(schema)
        if allowed is not None and value not in allowed:
            message = f"{value!r} is mapped to {tree.name(schema)}, which allows only {_listed(allowed)}"
            yield Violation(_mapping_pointer(visit, value), f"{message} for {discriminator.name!r}")


def _unreachable_branches(visit: Visit, tree: SchemaIndex, discriminator: Discriminator) -> Iterator[Violation]:
    """The branches without a mapping that do not allow their own name."""
    mapped = {id(schema) for _, schema in discriminator.targets()}
    for branch in discriminator.branches:
        allowed, name = discriminator.values(branch.node), tree.component(branch.node)
        if allowed is not None and name and id(branch.node) not in mapped and name not in allowed:
            pointer = child_pointer(pointer_of(visit.trail), *branch.place)
            message = f"{discriminator.name!r} never selects {name!r}, which allows only {_listed(allowed)}"
            yield Violation(pointer, message, f"add a mapping, e.g. '{allowed[0]}: \"#/components/schemas/{name}\"'")


def _listed(values: list[str]) -> str:
    return ", ".join(map(repr, values[:MAX_LISTED])) + (", …" if len(values) > MAX_LISTED else "")


DISCRIMINATOR_VALUE = Rule(
    id="discriminator-value",
    family="schemas",
    title="a schema must allow the value that selects it",
    severity=Severity.WARNING,
    why="The value is a key of the mapping or the name of the schema (OpenAPI 3.1, 'Discriminator Object'). If "
    "'enum' or 'const' of the schema rejects it, no valid value selects the schema.",
    good="""\
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {const: cat}}}
    Pet:
      oneOf: [{$ref: '#/components/schemas/Cat'}]
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat'}}
""",
    bad="""\
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {const: cat}}}
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind}}
""",
    remedy="add a mapping from a value that the schema allows",
    node_types=("schema.discriminator",),
    check=_check_values,
)


def _check_branches(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    tree = schemas_of(index)
    discriminator = discriminator_of(tree, visit.node)
    if discriminator is None or discriminator.has_branches() or discriminator.mapping or _is_extended(tree, visit.node):
        return
    pointer = child_pointer(pointer_of(visit.trail), "discriminator")
    yield Violation(pointer, "the discriminator has no schemas to select from")


def _is_extended(tree: SchemaIndex, node: dict[str, Any]) -> bool:
    """Whether another schema applies this one by a reference to it or to a schema that contains it."""
    stack, seen = [node], {id(node)}
    while stack:
        for holder in tree.holders.get(id(stack.pop()), ()):
            if "$ref" in holder and id(holder) in tree.holders:
                return True
            if id(holder) not in seen:
                seen.add(id(holder))
                stack.append(holder)
    return False


DISCRIMINATOR_WITHOUT_BRANCHES = Rule(
    id="discriminator-without-branches",
    family="schemas",
    title="a discriminator should have schemas to select from",
    severity=Severity.HINT,
    why="A discriminator needs 'oneOf' or 'anyOf' beside it, or schemas that refer to its own schema in 'allOf' "
    "(OpenAPI 3.1, 'Discriminator Object'); otherwise it has no effect.",
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
    node_types=("schema.discriminator",),
    check=_check_branches,
)
