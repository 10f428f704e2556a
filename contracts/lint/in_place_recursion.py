"""Schemas that apply themselves to the same value in an infinite loop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.lint.schema_index import APPLYING, SchemaIndex

Node = dict[str, Any]


def loops(tree: SchemaIndex) -> Iterator[list[Node]]:
    """The loops from a schema back to itself through schemas that apply to the same value, each once.

    Loops of ``$ref`` only are left out: the loader reports them.
    """
    done: set[int] = set()
    for here in tree.visits:
        if id(here.node) not in done and not APPLYING.isdisjoint(here.node):
            yield from _below(tree, here.node, done)


def _below(tree: SchemaIndex, start: Node, done: set[int]) -> Iterator[list[Node]]:
    """An iterative depth-first search: ``way`` is the current path, ``left`` the remaining children of its nodes."""
    way = {id(start): start}
    left = [_applied(tree, start)]
    while left:
        following = next(left[-1], None)
        if following is None:
            left.pop()
            done.add(way.popitem()[0])
        elif id(following) in way:
            nodes = list(way.values())
            loop = nodes[list(way).index(id(following)) :]
            if any("$ref" not in node or len(node) > 1 for node in loop):
                yield loop
        elif id(following) not in done:
            way[id(following)] = following
            left.append(_applied(tree, following))


def _applied(tree: SchemaIndex, node: Node) -> Iterator[Node]:
    if "$ref" in node and tree.is_old:
        target = tree.target(node)
        return iter([target] if isinstance(target, dict) else [])
    return tree.applied(node) if not APPLYING.isdisjoint(node) else iter(())
