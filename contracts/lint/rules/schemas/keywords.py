"""Rules for keys of schemas that have no effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.keywords import NEEDED, NEEDED_IN_30, SCHEMA_KEYWORDS, without_effect
from contracts.lint.rule import Rule, Violation
from contracts.lint.schema_index import schemas_of
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")


def _check_effect(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    is_old = schemas_of(index).is_old
    if "$ref" in visit.node and is_old:
        return
    for keyword, message in without_effect(visit.node, is_old):
        yield Violation(child_pointer(pointer_of(visit.trail), keyword), message)


KEYWORD_WITHOUT_EFFECT = Rule(
    id="keyword-without-effect",
    family="schemas",
    title="schema keywords must apply to the type beside them",
    severity=Severity.WARNING,
    why="Most keywords apply to values of one type and ignore all others (JSON Schema Validation, section 6), so "
    "either the type is wrong or the intended validation is missing.",
    good="""\
components:
  schemas:
    Count: {type: integer, minimum: 5}
""",
    bad="""\
components:
  schemas:
    Count: {type: integer, minLength: 5}
""",
    remedy="correct the type, or use a keyword that applies to it",
    node_types=("schema.type", *(f"schema.{keyword}" for keyword in (NEEDED | NEEDED_IN_30))),
    check=_check_effect,
)


def _check_properties(visit: Visit, _: DocumentIndex) -> Iterable[Violation]:
    return () if SCHEMA_KEYWORDS.issuperset(visit.node) else _outside_properties(visit)


def _outside_properties(visit: Visit) -> Iterator[Violation]:
    for key, value in visit.node.items():
        if key not in SCHEMA_KEYWORDS and isinstance(key, str) and key[:2] != "x-" and _is_schema(value):
            pointer = child_pointer(pointer_of(visit.trail), key)
            yield Violation(pointer, f"{key!r} looks like a property but is not under 'properties'")


def _is_schema(value: Any) -> bool:
    """Whether a value looks like a schema."""
    return isinstance(value, dict) and (isinstance(value.get("$ref"), str) or value.get("type") in TYPES)


PROPERTY_OUTSIDE_PROPERTIES = Rule(
    id="property-outside-properties",
    family="schemas",
    title="properties must be declared under 'properties'",
    severity=Severity.WARNING,
    why="Since OpenAPI 3.1 a schema may contain any key, and unknown keys are ignored (JSON Schema Core, section "
    "6.5), so a property beside 'properties' is neither documented nor validated.",
    good="""\
components:
  schemas:
    Case: {type: object, properties: {id: {type: string}}}
""",
    bad="""\
components:
  schemas:
    Case: {type: object, id: {type: string}}
""",
    remedy="move it under 'properties'",
    node_types=("schema",),
    check=_check_properties,
    versions=("3.1", "3.2"),
)
