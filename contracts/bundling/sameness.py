"""Whether two objects of a document say the same, whatever stands behind their references in which file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.spec.document import walk

Targets = Mapping[int, Mapping[str, tuple[str, str]]]
"""Of each object that holds references, by identity: the pointer and kind that each of its keys refers to."""


def same(tree: dict[str, Any], targets: Targets, one: Any, other: Any) -> bool:
    """Compare two nodes of a tree through their references.

    Two that differ only in where their references lead are the same if what these lead to is; recursive ones are the
    same as long as no difference is found.
    """
    pairs = [(one, other)]
    assumed: set[tuple[int, int]] = set()
    while pairs:
        left, right = (_meant(tree, targets, node) for node in pairs.pop())
        if left is right:
            continue
        if isinstance(left, dict) and isinstance(right, dict):
            if (id(left), id(right)) in assumed:
                continue
            assumed.add((id(left), id(right)))
            if left.keys() != right.keys():
                return False
            pairs.extend((_value(tree, targets, left, key), _value(tree, targets, right, key)) for key in left)
        elif isinstance(left, list) and isinstance(right, list):
            if len(left) != len(right):
                return False
            pairs.extend(zip(left, right, strict=True))
        elif type(left) is not type(right) or left != right:
            return False
    return True


def _meant(tree: dict[str, Any], targets: Targets, node: Any) -> Any:
    """What stands behind an object that is nothing but a reference, however many there are in a row."""
    met: set[int] = set()
    while isinstance(node, dict) and node.keys() == {"$ref"} and id(node) in targets and id(node) not in met:
        met.add(id(node))
        node = _value(tree, targets, node, "$ref")
    return node


def _value(tree: dict[str, Any], targets: Targets, node: dict[str, Any], key: str) -> Any:
    target = targets.get(id(node), {}).get(key)
    return node[key] if target is None else walk(tree, target[0])
