"""Rules for the branches of ``allOf``, ``anyOf`` and ``oneOf``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.findings import Severity
from contracts.lint.document_access import listing
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.schema_conflicts import allowed_types
from contracts.lint.schema_index import SchemaIndex, is_annotation, is_forbidding, schemas_of
from contracts.schema.json_types import accepted_types, equality_key
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def repeated(tree: SchemaIndex, node: dict[str, Any], keyword: str) -> Iterator[tuple[int, int]]:
    """The branches equal to an earlier one, annotations ignored: their index, and the index of the first."""
    first: dict[Any, int] = {}
    branches = listing(node.get(keyword))
    for index, branch in enumerate(branches if len(branches) > 1 else ()):
        content = _content(tree, branch)
        if isinstance(content, dict):
            demands = {key: value for key, value in content.items() if not is_annotation(key)}
            earlier = first.setdefault(equality_key(demands), index)
            if earlier != index:
                yield index, earlier


def covering(tree: SchemaIndex, node: dict[str, Any]) -> Iterator[tuple[int, list[int]]]:
    """The branches of ``oneOf`` that only require a type, each with the branches that allow only that type."""
    contents = [_content(tree, branch) for branch in listing(node.get("oneOf"))]
    wide = [(index, types) for index, content in enumerate(contents) if (types := _plain_types(tree, content))]
    twins = {index for pair in repeated(tree, node, "oneOf") for index in pair} if wide else set()
    for index, types in wide:
        covered = [
            other
            for other, content in enumerate(contents)
            if other != index and other not in twins and _lets_in_only(tree, content, types)
        ]
        if covered:
            yield index, covered


def _lets_in_only(tree: SchemaIndex, content: Any, types: frozenset[str]) -> bool:
    if not isinstance(content, dict) or is_forbidding(content):
        return False
    allowed, _ = allowed_types(tree.merged(content), tree.is_old)
    return bool(allowed) and allowed <= types


def _content(tree: SchemaIndex, branch: Any) -> Any:
    """The schema of a branch, resolved if the branch is only a reference."""
    if isinstance(branch, dict) and "$ref" in branch and (tree.is_old or len(branch) == 1):
        return tree.resolved(branch)
    return branch


def _plain_types(tree: SchemaIndex, content: Any) -> frozenset[str]:
    """The types of a schema that only requires a type; empty for any other."""
    if not isinstance(content, dict) or not all(key in ("type", "nullable") or is_annotation(key) for key in content):
        return frozenset()
    return accepted_types(content, tree.is_old)


KEYWORDS = ("allOf", "oneOf", "anyOf")

MAX_LISTED = 3
"""How many branches a message lists."""


def _check_repeated(visit: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    for keyword in ("anyOf", "allOf"):
        for index, first in repeated(schemas_of(document_index), visit.node, keyword):
            pointer = child_pointer(pointer_of(visit.trail), keyword, index)
            yield Violation(pointer, f"{keyword}/{index} duplicates {keyword}/{first}")


BRANCH_REPEATED = Rule(
    id="branch-repeated",
    family="schemas",
    title="branches of 'anyOf' and 'allOf' should be unique",
    severity=Severity.HINT,
    why="A duplicate has no effect; often another schema was intended.",
    good="""\
components:
  schemas:
    Id: {anyOf: [{type: string}, {type: integer}]}
""",
    bad="""\
components:
  schemas:
    Id: {anyOf: [{type: string}, {type: string}]}
""",
    remedy="remove the duplicate, or replace it with the intended schema",
    node_types=("schema.anyOf", "schema.allOf"),
    check=_check_repeated,
)


def _check_empty(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if "$ref" in visit.node:
        return
    for keyword in KEYWORDS:
        if visit.node.get(keyword) == []:
            yield Violation(child_pointer(pointer_of(visit.trail), keyword), f"'{keyword}' is empty")


COMPOSITION_EMPTY = Rule(
    id="composition-empty",
    family="schemas",
    title="'allOf', 'oneOf' and 'anyOf' must not be empty",
    severity=Severity.ERROR,
    why="The lists must have at least one schema (JSON Schema Validation, Wright draft 00, sections 5.22 to 5.24, on "
    "which OpenAPI 3.0 is based); an empty 'oneOf' or 'anyOf' rejects every value.",
    good="""\
openapi: 3.0.3
components:
  schemas:
    Id: {oneOf: [{type: string}, {type: integer}]}
""",
    bad="""\
openapi: 3.0.3
components:
  schemas:
    Id: {oneOf: []}
""",
    remedy="add a schema, or remove the keyword",
    node_types=tuple(f"schema.{keyword}" for keyword in KEYWORDS),
    check=_check_empty,
    versions=("2.0", "3.0"),
)


def _check_duplicate(visit: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    tree = schemas_of(document_index)
    for index, first in repeated(tree, visit.node, "oneOf") if not ("$ref" in visit.node and tree.is_old) else ():
        pointer = child_pointer(pointer_of(visit.trail), "oneOf", index)
        yield Violation(pointer, f"oneOf/{index} duplicates oneOf/{first}: a value that matches both is rejected")


ONE_OF_DUPLICATE = Rule(
    id="one-of-duplicate",
    family="schemas",
    title="branches of 'oneOf' must be unique",
    severity=Severity.ERROR,
    why="A value must match exactly one branch of 'oneOf' (JSON Schema Core, 'oneOf'). A value that matches one of "
    "two equal branches also matches the other, so it is rejected.",
    good="""\
components:
  schemas:
    Id: {oneOf: [{type: string}, {type: integer}]}
""",
    bad="""\
components:
  schemas:
    Id: {oneOf: [{type: string}, {type: string}]}
""",
    remedy="remove the duplicate, or use 'anyOf'",
    node_types=("schema.oneOf",),
    check=_check_duplicate,
)


def _check_overlap(visit: Visit, document_index: DocumentIndex) -> Iterator[Violation]:
    tree = schemas_of(document_index)
    for index, covered in covering(tree, visit.node) if not ("$ref" in visit.node and tree.is_old) else ():
        pointer = child_pointer(pointer_of(visit.trail), "oneOf", index)
        names = ", ".join(f"oneOf/{other}" for other in covered[:MAX_LISTED])
        others = " and others" if len(covered) > MAX_LISTED else ""
        yield Violation(
            pointer, f"each value that matches {names}{others} also matches oneOf/{index}, so it is rejected"
        )


ONE_OF_OVERLAP = Rule(
    id="one-of-overlap",
    family="schemas",
    title="branches of 'oneOf' must be mutually exclusive",
    severity=Severity.WARNING,
    why="A value must match exactly one branch of 'oneOf' (JSON Schema Core, 'oneOf'). If a branch includes all "
    "values of a narrower one, the narrower branch never matches alone.",
    good="""\
components:
  schemas:
    Size: {oneOf: [{type: number}, {type: string}]}
""",
    bad="""\
components:
  schemas:
    Size: {oneOf: [{type: number}, {type: integer}]}
""",
    remedy="use 'anyOf', or narrow the wider branch",
    node_types=("schema.oneOf",),
    check=_check_overlap,
)


def _check_single(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    for keyword in ("oneOf", "anyOf"):
        branches = visit.node.get(keyword)
        if isinstance(branches, list) and len(branches) == 1 and "discriminator" not in visit.node:
            yield Violation(f"{pointer_of(visit.trail)}/{keyword}", f"{keyword!r} has only one branch")


ONE_OF_SINGLE = Rule(
    id="one-of-single",
    family="schemas",
    title="'oneOf' and 'anyOf' should have at least two branches",
    severity=Severity.HINT,
    why="A single branch means the same as its schema alone, and code generators create a union of one type.",
    good="""\
components:
  schemas:
    Id: {oneOf: [{type: string}, {type: integer}]}
""",
    bad="""\
components:
  schemas:
    Id: {oneOf: [{type: string}]}
""",
    remedy="replace the keyword with the schema of its branch, or add the other branches",
    node_types=("schema.oneOf", "schema.anyOf"),
    check=_check_single,
)
