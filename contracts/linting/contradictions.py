"""Optional properties of combined schemas that can have no value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.linting.access import mapping
from contracts.linting.conjunction import declarations, place_of, requirements
from contracts.linting.satisfiable import Satisfiability
from contracts.linting.schema_tree import Conjunct, SchemaTree, is_forbidding


class Forbidden(NamedTuple):
    """A schema with ``additionalProperties: false`` that forbids properties of the schemas it is combined with.

    :param place: tokens of its JSON pointer, relative to the combining schema.
    :param names: of the forbidden properties.
    """

    place: tuple[str | int, ...]
    names: list[str]


def contradicting(satisfiability: Satisfiability, node: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The optional properties whose schemas contradict each other: the pointer tokens of the last one, and the name."""
    conjuncts = [one for one in satisfiability.tree.conjuncts(node) if mapping(one.node.get("properties"))]
    if len(conjuncts) < 2:
        return
    last: dict[str, Conjunct] = {}
    several: dict[str, None] = {}
    for conjunct in conjuncts:
        for name in conjunct.node["properties"]:
            if name in last:
                several[name] = None
            last[name] = conjunct
    required = requirements(satisfiability.tree.conjuncts(node))
    for name in several.keys() - required.keys():
        declared = declarations(conjuncts, name)
        is_possible = all(satisfiability.verdict(schema).is_possible for schema in declared)
        if is_possible and not satisfiability.fits_together(declared):
            yield place_of(last[name], "properties", name), name


def shut_out(tree: SchemaTree, node: dict[str, Any]) -> Iterator[Forbidden]:
    """The combined schemas that forbid optional properties of the others."""
    conjuncts = tree.conjuncts(node)
    required = requirements(conjuncts)
    for closing in conjuncts:
        if closing.node.get("additionalProperties") is False and not mapping(closing.node.get("patternProperties")):
            allowed = mapping(closing.node.get("properties"))
            names = [
                name
                for other in conjuncts
                for name, schema in mapping(other.node.get("properties")).items()
                if name not in allowed and not is_forbidding(schema)
            ]
            if names and not any(name in required for name in names):
                yield Forbidden(place_of(closing, "additionalProperties"), list(dict.fromkeys(map(str, names))))
