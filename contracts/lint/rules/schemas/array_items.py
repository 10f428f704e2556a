"""Rules for arrays whose items are not described."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import listing
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.document import SWAGGER_2
from contracts.spec.traversal import Visit, pointer_of

DESCRIBING = {
    *("items", "prefixItems", "contains", "unevaluatedItems", "enum", "const", "if"),
    *("$ref", "$dynamicRef", "allOf", "anyOf", "oneOf"),
}
"""Keywords that describe, or may describe, the items of an array."""


def _check_any_items(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    if index.document.version == SWAGGER_2 and visit.parent in ("parameter", "header"):
        return  # reported by 'array-without-items'
    types = visit.node["type"]
    if (types == "array" or "array" in listing(types)) and DESCRIBING.isdisjoint(visit.node):
        yield Violation(f"{pointer_of(visit.trail)}/type", "array without 'items' accepts any items")


ARRAY_OF_ANYTHING = Rule(
    id="array-of-anything",
    family="schemas",
    title="arrays should describe their items",
    severity=Severity.WARNING,
    why="Without 'items' an array may contain anything (JSON Schema Core 2020-12, section 10.3.1.2): nothing is "
    "validated, and generated clients get an untyped list.",
    good="""\
openapi: 3.1.0
components:
  schemas:
    Names: {type: array, items: {type: string}}
""",
    bad="""\
openapi: 3.1.0
components:
  schemas:
    Names: {type: array}
""",
    remedy="add 'items'; use 'items: {}' or 'items: true' to allow any value",
    node_types=("schema.type",),
    check=_check_any_items,
    versions=("2.0", "3.1", "3.2"),
)


def _check_required_items(visit: Visit, index: DocumentIndex) -> Iterator[Violation]:
    node = visit.node
    if index.document.version == SWAGGER_2 and visit.parent not in ("parameter", "header"):
        return  # 2.0 requires 'items' of parameters and headers only
    if node.get("type") == "array" and not {"items", "$ref", "allOf", "oneOf", "anyOf"} & node.keys():
        yield Violation(f"{pointer_of(visit.trail)}/type", "array without 'items'")


ARRAY_WITHOUT_ITEMS = Rule(
    id="array-without-items",
    family="schemas",
    title="arrays of OpenAPI 3.0 and array parameters of 2.0 must have 'items'",
    severity=Severity.ERROR,
    why="'items' is required if the type is 'array' (OpenAPI 3.0, 'Schema Object'; 2.0, 'Parameter Object'); code "
    "generators fail without it or generate an untyped list.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Names: {type: array, items: {type: string}}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Names: {type: array}
""",
    remedy="add 'items'; use 'items: {}' to allow any value",
    node_types=("schema.type",),
    check=_check_required_items,
    versions=("2.0", "3.0"),
)
