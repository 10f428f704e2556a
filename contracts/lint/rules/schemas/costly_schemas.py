"""The rule for schemas that take too much work to generate values for, or to validate values with."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.costly_schemas import (
    MOST_COMBINATIONS,
    MOST_MEMBERS,
    MOST_PARTS,
    SizeEstimator,
    combinations,
    excessive_counts,
    long_chains,
)
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.schema_index import SchemaIndex, schemas_of
from contracts.spec.traversal import Visit
from contracts.spec.validation_cost import MOST_STEPS, costly_schemas


def _check(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    tree = schemas_of(index)
    yield from _check_schemas(tree)
    for node in costly_schemas(index.tree).values():
        message = f"validating one value applies more than {MOST_STEPS:,} schemas, so values are not validated"
        yield Violation(tree.pointer(node), message)
    for node, length in long_chains(tree):
        yield Violation(tree.pointer(node, "$ref"), f"{length:,} references lead to the schema one after the other")


def _check_schemas(tree: SchemaIndex) -> Iterator[Violation]:
    sizes = SizeEstimator(tree)
    for here in tree.visits:
        node = here.node
        for keyword, message in excessive_counts(node):
            yield Violation(tree.pointer(node, keyword), message)
        members = node.get("allOf")
        if isinstance(members, list) and len(members) > MOST_MEMBERS:
            yield Violation(tree.pointer(node, "allOf"), f"allOf combines {len(members):,} schemas")
        elif (number := combinations(tree, node)) > MOST_COMBINATIONS:
            shown = f"{number:,}" if number < 10**12 else "more than 1,000,000,000,000"
            yield Violation(tree.pointer(node), f"a value may combine the alternatives of unions in {shown} ways")
        # Only where the size exceeds the limit first, not in each schema around it.
        parts = sizes.parts(node)
        if parts > MOST_PARTS and not any(sizes.parts(one) > MOST_PARTS for one in _inside(tree, node)):
            yield Violation(tree.pointer(node), f"each value has more than {MOST_PARTS:,} properties and items")


def _inside(tree: SchemaIndex, node: dict[str, object]) -> Iterator[object]:
    yield tree.target(node) if "$ref" in node else None
    yield node.get("items")
    for key in ("properties", "allOf"):
        found = node.get(key)
        yield from found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()


SCHEMA_COSTLY = Rule(
    id="schema-costly",
    family="schemas",
    title="a schema must not need excessive work",
    severity=Severity.WARNING,
    why="Small schemas may need any amount of work: three nested arrays with 1,000 items each have a billion values, "
    "nine unions with three alternatives have 20,000 combinations. Tools become slow or run out of memory; casemock "
    "has limits beyond which it generates no values, or does not validate them.",
    good="""\
components:
  schemas:
    Matrix: {type: array, minItems: 10, items: {type: array, minItems: 10, items: {type: integer}}}
""",
    bad="""\
components:
  schemas:
    Matrix: {type: array, minItems: 9000, items: {type: array, minItems: 9000, items: {type: integer}}}
""",
    remedy="lower the number that the schema requires, or split the schema",
    node_types=("document",),
    check=_check,
)
