"""What makes values of a schema too large to generate, or the schema too complex to validate values with it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from contracts.lint.bounds import count
from contracts.lint.document_access import listing, mapping
from contracts.lint.schema_index import SchemaIndex

GENERATED = {"minItems": 10_000, "minContains": 10_000, "minLength": 100_000, "minProperties": 1_000}
"""By keyword: the greatest value for which values are generated."""

MOST_PARTS = 100_000
"""Maximum number of properties and items of a generated value."""

MOST_COMBINATIONS = 10_000
"""Number of combinations of alternatives for one value beyond which a schema is reported."""

MOST_MEMBERS = 1_000
"""Number of schemas in one ``allOf`` beyond which it is reported."""

MOST_REFERENCES = 50
"""Number of consecutive references beyond which a chain is reported."""

DEEPEST = 60
"""Maximum depth of nested schemas that is examined."""


class SizeEstimator:
    """Estimates the sizes of the smallest values of the schemas of a document."""

    def __init__(self, tree: SchemaIndex) -> None:
        self._tree = tree
        self._known: dict[int, float] = {}

    def parts(self, node: Any, depth: int = 0) -> float:
        """Return the number of properties and items that each value of a schema has at least, as far as it is known.

        Recursion, and what unions require, counts as nothing.
        """
        if not isinstance(node, dict) or depth > DEEPEST:
            return 0
        known = self._known.get(id(node))
        if known is None:
            self._known[id(node)] = 0
            known = self._known[id(node)] = self._parts(node, depth)
        return known

    def _parts(self, node: dict[str, Any], depth: int) -> float:
        if "$ref" in node and self._tree.is_old:
            return self.parts(self._tree.target(node), depth + 1)
        applied = [self._tree.target(node) if "$ref" in node else None, *listing(node.get("allOf"))]
        inherited = max((self.parts(one, depth + 1) for one in applied), default=0)
        return max(inherited, self._own_parts(node, depth))

    def _own_parts(self, node: dict[str, Any], depth: int) -> float:
        items = count(node.get("minItems")) or 0
        inside = items * (1 + self.parts(node.get("items"), depth + 1)) if items else 0
        properties = mapping(node.get("properties"))
        names = [name for name in listing(node.get("required")) if isinstance(name, str)]
        return inside + sum(1 + self.parts(properties.get(name), depth + 1) for name in names)


def excessive_counts(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keywords that require more than is generated: the keyword and what is wrong."""
    for keyword, most in GENERATED.items():
        least = count(node.get(keyword)) if keyword in node else None
        declared = len(mapping(node.get("properties"))) if keyword == "minProperties" else 0
        if least is not None and least - declared > most:
            yield keyword, f"{keyword} {least} is more than the {most} for which values are generated"


def combinations(tree: SchemaIndex, node: dict[str, Any]) -> int:
    """Return the number of combinations of alternatives that a schema allows for one value."""
    if not (isinstance(node.get("allOf"), list) or "if" in node):
        return 1
    counts = (
        max(len(listing(part.get(keyword))), 1) if keyword != "if" else 2
        for part in tree.merged(node).nodes
        for keyword in ("oneOf", "anyOf", "if")
        if keyword in part
    )
    return math.prod(counts)


def long_chains(tree: SchemaIndex) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield the schemas that begin a long chain of references that no other one leads to, each with its length."""
    lengths: dict[int, int] = {}
    targets: set[int] = set()
    nodes = [here.node for here in tree.visits if "$ref" in here.node]
    for node in nodes:
        _measure_chain(tree, node, lengths, targets)
    for node in nodes:
        if lengths[id(node)] > MOST_REFERENCES and id(node) not in targets:
            yield node, lengths[id(node)]


def _measure_chain(tree: SchemaIndex, start: dict[str, Any], lengths: dict[int, int], targets: set[int]) -> None:
    chain: dict[int, None] = {}
    node: Any = start
    while isinstance(node, dict) and "$ref" in node and id(node) not in lengths and id(node) not in chain:
        chain[id(node)] = None
        node = tree.target(node)
        targets.add(id(node))
    length = lengths.get(id(node), 0)
    for key in reversed(chain):
        length += 1
        lengths[key] = length
