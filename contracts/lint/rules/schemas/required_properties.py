"""Rules for names in ``required`` that no schema declares."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.declared_properties import entry_check_of, undeclared
from contracts.lint.document_access import listing
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.schema_index import schemas_of
from contracts.lint.spelling import guess
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_all_of(visit: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    missing = entry_check_of(document_index).missing.get(id(visit.node), ())
    for index, name in enumerate(listing(visit.node.get("required"))):
        if isinstance(name, str) and name in missing:
            pointer = child_pointer(pointer_of(visit.trail), "required", index)
            yield Violation(pointer, f"required property {name!r} is not declared here or in 'allOf'")


REQUIRED_BESIDE_ALL_OF = Rule(
    id="required-beside-all-of",
    family="schemas",
    title="properties required beside 'allOf' must be declared in the schema or its branches",
    severity=Severity.ERROR,
    why="A required name that neither the schema nor a branch declares is usually misspelled, and "
    "openapi-spec-validator rejects the document.",
    good="""\
components:
  schemas:
    Case: {type: object, properties: {id: {type: string}}}
    Closed: {required: [id], allOf: [{$ref: '#/components/schemas/Case'}]}
""",
    bad="""\
components:
  schemas:
    Case: {type: object, properties: {id: {type: string}}}
    Closed: {required: [ids], allOf: [{$ref: '#/components/schemas/Case'}]}
""",
    remedy="declare it under 'properties', or correct the name",
    node_types=("schema.allOf",),
    check=_check_all_of,
)


def _check_declared(visit: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    tree = schemas_of(document_index)
    node = visit.node
    if ("$ref" in node and tree.is_old) or id(node) in entry_check_of(document_index).missing:
        return
    for index, name, declared in undeclared(tree, node):
        if declared.names:
            message = f"required property {name!r} is not declared{guess(name, sorted(declared.names))}"
            yield Violation(child_pointer(pointer_of(visit.trail), "required", index), message)


REQUIRED_UNDECLARED = Rule(
    id="required-undeclared",
    family="schemas",
    title="required properties must be declared under 'properties'",
    severity=Severity.WARNING,
    why="A misspelled name in 'required' demands a property that no client sends, and the intended property stays "
    "optional (JSON Schema Validation, 'required'; OpenAPI 3.1, 'Schema Object').",
    good="""\
components:
  schemas:
    Case: {type: object, required: [id], properties: {id: {type: string}}}
""",
    bad="""\
components:
  schemas:
    Case: {type: object, required: [uid], properties: {id: {type: string}}}
""",
    remedy="declare it under 'properties', or correct the name",
    node_types=("schema.required",),
    check=_check_declared,
)
