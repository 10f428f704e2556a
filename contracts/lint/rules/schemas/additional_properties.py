"""Rule for ``additionalProperties: false`` in schemas that are combined with others."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.satisfiability import forbidden_properties
from contracts.lint.schema_index import schemas_of
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

MAX_LISTED = 4
"""How many properties a message lists."""


def _check(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for tokens, names in forbidden_properties(schemas_of(index), visit.node):
        pointer = child_pointer(pointer_of(visit.trail), *tokens)
        listed = ", ".join(map(repr, names[:MAX_LISTED])) + (", …" if len(names) > MAX_LISTED else "")
        yield Violation(pointer, f"'additionalProperties: false' rejects {listed} of the other schemas in 'allOf'")


PROPERTY_SHUT_OUT = Rule(
    id="property-shut-out",
    family="schemas",
    title="a closed schema in 'allOf' must allow the properties of the other schemas",
    severity=Severity.WARNING,
    why="'additionalProperties: false' only considers the 'properties' of its own schema, not those of other "
    "branches of 'allOf' (JSON Schema Core, 'additionalProperties'), so their properties are rejected.",
    good="""\
components:
  schemas:
    Case: {type: object, properties: {id: {type: string}}}
    Closed: {allOf: [{$ref: '#/components/schemas/Case'}, {properties: {at: {type: string}}}]}
""",
    bad="""\
components:
  schemas:
    Case: {type: object, properties: {id: {type: string}}, additionalProperties: false}
    Closed: {allOf: [{$ref: '#/components/schemas/Case'}, {properties: {at: {type: string}}}]}
""",
    remedy="remove 'additionalProperties: false'; since 3.1, add 'unevaluatedProperties: false' beside 'allOf' instead",
    node_types=("schema.allOf",),
    check=_check,
)
