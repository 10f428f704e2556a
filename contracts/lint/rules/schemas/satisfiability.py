"""Rules for schemas, branches and properties that no value can match."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.bounds import crossed
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.satisfiability import COMBINING, contradictory_properties, satisfiability_of
from contracts.lint.schema_index import schemas_of
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_bounds(visit: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    if "$ref" in visit.node and schemas_of(document_index).is_old:
        return
    for keyword, kind, fault in crossed(visit.node):
        yield Violation(f"{pointer_of(visit.trail)}/{keyword}", f"no {kind} is valid: {fault}")


BOUNDS_CROSSED = Rule(
    id="bounds-crossed",
    family="schemas",
    title="a lower bound must not exceed the upper bound",
    severity=Severity.ERROR,
    why="No value can satisfy both bounds (JSON Schema Validation, section 6), so every request or response with "
    "this value is rejected.",
    good="""\
components:
  schemas:
    Age: {type: integer, minimum: 0, maximum: 150}
""",
    bad="""\
components:
  schemas:
    Age: {type: integer, minimum: 150, maximum: 0}
""",
    remedy="swap or correct the two bounds",
    node_types=(
        "schema.minimum",
        "schema.exclusiveMinimum",
        *(f"schema.{word}" for word in ("minLength", "minItems", "minContains", "minProperties")),
    ),
    check=_check_bounds,
)


def _check_branches(visit: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    satisfiability = satisfiability_of(document_index)
    if len(visit.node) == 1 or not satisfiability.verdict(visit.node).is_possible:
        return
    for keyword, index in satisfiability.dead_branches(visit.node):
        pointer = child_pointer(pointer_of(visit.trail), keyword, index)
        yield Violation(pointer, f"{keyword}/{index} contradicts the keywords beside {keyword!r} and never matches")


BRANCH_IMPOSSIBLE = Rule(
    id="branch-impossible",
    family="schemas",
    title="each branch of 'oneOf' and 'anyOf' must be satisfiable",
    severity=Severity.WARNING,
    why="A branch applies together with the keywords beside it (JSON Schema Core, 'Keywords for Applying Subschemas "
    "in Place'). A branch that contradicts them never matches.",
    good="""\
components:
  schemas:
    Id: {oneOf: [{type: string}, {type: integer}]}
""",
    bad="""\
components:
  schemas:
    Id: {type: [string, boolean], oneOf: [{type: string}, {type: integer}]}
""",
    remedy="remove one of the contradicting constraints",
    node_types=("schema.oneOf", "schema.anyOf"),
    check=_check_branches,
)


def _check_properties(visit: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    satisfiability = satisfiability_of(document_index)
    if not satisfiability.verdict(visit.node).is_possible:
        return
    for tokens, name in contradictory_properties(satisfiability, visit.node):
        pointer = child_pointer(pointer_of(visit.trail), *tokens)
        yield Violation(pointer, f"property {name!r} has no valid value: its schemas in 'allOf' contradict each other")


PROPERTY_CONTRADICTORY = Rule(
    id="property-contradictory",
    family="schemas",
    title="schemas combined with 'allOf' must not contradict each other on a property",
    severity=Severity.WARNING,
    why="All branches of 'allOf' apply (JSON Schema Core, 'allOf'). A branch cannot override a property that another "
    "branch declares, so no value of the property is valid.",
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
    remedy="declare the property in one of the schemas only",
    node_types=("schema.allOf",),
    check=_check_properties,
)


def _check_schema(visit: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    node = visit.node
    if len(node) == 1 and "$ref" in node:
        return
    for tokens, message in satisfiability_of(document_index).verdict(node).conflicts:
        yield Violation(schemas_of(document_index).pointer(node, *tokens), message)


SCHEMA_UNSATISFIABLE = Rule(
    id="schema-unsatisfiable",
    family="schemas",
    title="a schema must allow at least one value",
    severity=Severity.ERROR,
    why="All keywords of a schema apply together, including those behind 'allOf' and '$ref' (JSON Schema Core, "
    "'Keywords for Applying Subschemas in Place'). If they contradict each other, every request or response is "
    "rejected.",
    good="""\
components:
  schemas:
    Case: {type: object, required: [id], properties: {id: {type: string}}}
    Closed:
      allOf:
        - $ref: '#/components/schemas/Case'
        - {type: object, properties: {closed: {type: boolean}}}
""",
    bad="""\
components:
  schemas:
    Case: {type: object, required: [id], properties: {id: {type: string}}}
    Closed:
      allOf:
        - $ref: '#/components/schemas/Case'
        - {type: object, properties: {closed: {type: boolean}}, additionalProperties: false}
""",
    remedy="remove one of the contradicting constraints",
    node_types=tuple(f"schema.{keyword}" for keyword in sorted(COMBINING)),
    check=_check_schema,
)
