"""Rules for schemas that lead back to themselves."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.recursive_schemas import SchemaCycle, loops, schema_cycles
from contracts.lint.rule import Rule, Violation
from contracts.lint.schema_index import SchemaIndex, schemas_of
from contracts.spec.traversal import Visit


def _check_loops(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    tree = schemas_of(index)
    for loop in loops(tree):
        names = [tree.name(node) for node in loop if tree.component(node)] or [tree.name(loop[0])]
        path = " → ".join([*names, names[0]])
        yield Violation(
            tree.pointer(loop[0]), f"the schema applies itself to the same value in an infinite loop: {path}"
        )


SCHEMA_APPLIES_ITSELF = Rule(
    id="schema-applies-itself",
    family="schemas",
    title="a schema must not apply itself to the same value",
    severity=Severity.WARNING,
    why="A schema that leads back to itself without descending into the value, e.g. a base schema whose 'oneOf' "
    "lists the schemas that have it in 'allOf', makes validators loop; the result is undefined (JSON Schema Core, "
    "'Guarding Against Infinite Recursion').",
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
    remedy="move 'oneOf' into a separate schema, apart from the base schema",
    node_types=("document",),
    check=_check_loops,
)


def _check_infinite(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    tree = schemas_of(index)
    for circle in schema_cycles(tree):
        node, need = next((node, need) for node, need in circle.steps if need.place)
        yield Violation(tree.pointer(node, *need.place), f"no finite value is valid: {_described(tree, circle)}")


def _described(tree: SchemaIndex, circle: SchemaCycle) -> str:
    """The cycle as a phrase, e.g. ``'Person' requires 'manager', which leads back to 'Person'``."""
    steps = [(node, need) for node, need in circle.steps if need.place]
    parts = [f"{tree.name(node)} requires {f'{need.name!r}' if need.name else 'an item'}" for node, need in steps]
    return f"{', '.join(parts)}, which leads back to {tree.name(steps[0][0])}"


SCHEMA_ENDLESS = Rule(
    id="schema-endless",
    family="schemas",
    title="a schema must not require itself recursively",
    severity=Severity.ERROR,
    why="If an object must contain another object of the same schema, only an infinite value is valid (JSON Schema "
    "Core, 'Guarding Against Infinite Recursion').",
    good="""\
components:
  schemas:
    Person:
      type: object
      required: [name]
      properties: {name: {type: string}, manager: {$ref: '#/components/schemas/Person'}}
""",
    bad="""\
components:
  schemas:
    Person:
      type: object
      required: [name, manager]
      properties: {name: {type: string}, manager: {$ref: '#/components/schemas/Person'}}
""",
    remedy="remove the property from 'required', or allow null or an empty array",
    node_types=("document",),
    check=_check_infinite,
)
