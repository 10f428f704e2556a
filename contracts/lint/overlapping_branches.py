"""Branches of ``oneOf``, ``anyOf`` and ``allOf`` that are equal or include each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.lint.json_access import listing
from contracts.lint.schema_conflicts import allowed_types
from contracts.lint.schema_index import SchemaIndex, is_annotation, is_forbidding
from contracts.schema.json_types import accepted_types, equality_key


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
