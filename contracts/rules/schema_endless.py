"""The rule ``schema-endless``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.endless import Circle, circles
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import SchemaTree, schemas_of
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    tree = schemas_of(survey)
    for circle in circles(tree):
        node, need = next((node, need) for node, need in circle.steps if need.place)
        yield Found(tree.pointer(node, *need.place), f"no finite value fits: {_told(tree, circle)}")


def _told(tree: SchemaTree, circle: Circle) -> str:
    """The circle in words."""
    steps = [(node, need) for node, need in circle.steps if need.place]
    parts = [f"{tree.name(node)} requires {f'{need.name!r}' if need.name else 'an item'}" for node, need in steps]
    return f"{', '.join(parts)}, which leads back to {tree.name(steps[0][0])}"


RULE = Rule(
    id="schema-endless",
    family="schemas",
    title="no schema requires itself without end",
    severity=Severity.ERROR,
    why="Where an object must hold another one of the same kind, which must hold one in turn, no finite document fits "
    "(JSON Schema Core, 'Guarding Against Infinite Recursion', speaks of the reader's side of it).",
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
    remedy="take it out of 'required', or allow null or an empty list",
    looks_at=("document",),
    check=_check,
)
