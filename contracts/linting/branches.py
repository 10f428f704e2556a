"""Branches of ``oneOf`` that cannot be told from each other: what fits the one fits the other, and is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.linting.access import listing
from contracts.linting.conjunction import allowed_types
from contracts.linting.json_types import equality_key, types_of
from contracts.linting.schema_tree import SchemaTree, is_annotation, is_forbidding


def repeated(tree: SchemaTree, node: dict[str, Any], keyword: str) -> Iterator[tuple[int, int]]:
    """The branches that say the same as an earlier one: their index, and that of the first."""
    first: dict[Any, int] = {}
    branches = listing(node.get(keyword))
    for index, branch in enumerate(branches if len(branches) > 1 else ()):
        content = _content(tree, branch)
        if isinstance(content, dict):
            demands = {key: value for key, value in content.items() if not is_annotation(key)}
            earlier = first.setdefault(equality_key(demands), index)
            if earlier != index:
                yield index, earlier


def covered(tree: SchemaTree, node: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """The branches of ``oneOf`` all of whose values fit another one, which asks for a type and nothing else."""
    branches = listing(node.get("oneOf"))
    contents = [_content(tree, branch) for branch in branches]
    wide = [(index, types) for index, content in enumerate(contents) if (types := _plain_types(tree, content))]
    twins = {index for pair in repeated(tree, node, "oneOf") for index in pair}
    for index, content in enumerate(contents if wide else ()):
        if not isinstance(content, dict) or is_forbidding(content) or index in twins:
            continue
        types, _ = allowed_types(tree.conjuncts(content), tree.is_old)
        cover = next((other for other, wider in wide if other != index and types and types <= wider), None)
        if cover is not None:
            yield index, cover


def _content(tree: SchemaTree, branch: Any) -> Any:
    """A branch itself, or what it refers to where it does no more than that."""
    if isinstance(branch, dict) and "$ref" in branch and (tree.is_old or len(branch) == 1):
        return tree.resolved(branch)
    return branch


def _plain_types(tree: SchemaTree, content: Any) -> frozenset[str]:
    """The types of a schema that asks for nothing else; none for any other."""
    if not isinstance(content, dict) or not all(key in ("type", "nullable") or is_annotation(key) for key in content):
        return frozenset()
    return types_of(content, tree.is_old)
