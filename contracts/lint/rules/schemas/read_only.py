"""Rules for ``readOnly`` and ``writeOnly``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import listing, mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check_exclusive(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if visit.node.get("readOnly") is True and visit.node.get("writeOnly") is True:
        message = "both 'readOnly' and 'writeOnly': the property can never be sent"
        yield Violation(f"{pointer_of(visit.trail)}/writeOnly", message)


READ_ONLY_AND_WRITE_ONLY = Rule(
    id="read-only-and-write-only",
    family="schemas",
    title="a property must not be both 'readOnly' and 'writeOnly'",
    severity=Severity.ERROR,
    why="A property must not be marked as both (OpenAPI 3.0, 'Schema Object'): 'readOnly' excludes it from requests, "
    "'writeOnly' from responses.",
    good="""\
components:
  schemas:
    Secret: {type: string, writeOnly: true}
""",
    bad="""\
components:
  schemas:
    Secret: {type: string, readOnly: true, writeOnly: true}
""",
    remedy="remove one of the two",
    node_types=("schema.writeOnly",),
    check=_check_exclusive,
)


def _check_required(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    properties = mapping(visit.node.get("properties"))
    for index, name in enumerate(listing(visit.node["required"])):
        if isinstance(name, str) and mapping(properties.get(name)).get("readOnly") is True:
            pointer = child_pointer(pointer_of(visit.trail), "required", index)
            yield Violation(pointer, f"{name!r} is required but 'readOnly', so no request can send it")


READ_ONLY_REQUIRED = Rule(
    id="read-only-required",
    family="schemas",
    title="required properties of Swagger 2.0 should not be 'readOnly'",
    severity=Severity.WARNING,
    why="Read-only properties must not be sent in a request and should not be required (OpenAPI 2.0, 'Schema "
    "Object', 'readOnly'). Only since 3.0, 'required' of a read-only property applies to responses alone.",
    good="""\
swagger: '2.0'
definitions:
  Case:
    type: object
    required: [title]
    properties: {id: {type: string, readOnly: true}, title: {type: string}}
""",
    bad="""\
swagger: '2.0'
definitions:
  Case:
    type: object
    required: [id, title]
    properties: {id: {type: string, readOnly: true}, title: {type: string}}
""",
    remedy="remove it from 'required', or use separate schemas for request and response",
    node_types=("schema.required",),
    check=_check_required,
    versions=("2.0",),
)
