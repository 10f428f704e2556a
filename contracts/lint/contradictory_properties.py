"""Optional properties of combined schemas that can have no value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.lint.json_access import mapping
from contracts.lint.satisfiability import SatisfiabilityChecker
from contracts.lint.schema_conflicts import declarations, place_of
from contracts.lint.schema_index import IndexedPart, SchemaIndex, is_forbidding


class Forbidden(NamedTuple):
    """A schema with ``additionalProperties: false`` that forbids properties of the schemas it is combined with.

    :param place: tokens of its JSON pointer, relative to the combining schema.
    :param names: of the forbidden properties.
    """

    place: tuple[str | int, ...]
    names: list[str]


def contradicting(
    satisfiability: SatisfiabilityChecker, node: dict[str, Any]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The optional properties whose schemas contradict each other: the pointer tokens of the last one, and the name."""
    merged = satisfiability.tree.merged(node)
    parts = [part for part in merged.parts if mapping(part.node.get("properties"))]
    if len(parts) < 2:
        return
    last: dict[str, IndexedPart] = {}
    several: dict[str, None] = {}
    for part in parts:
        for name in part.node["properties"]:
            if name in last:
                several[name] = None
            last[name] = part
    for name in several.keys() - merged.requirements.keys():
        declared = declarations(merged, name)
        is_possible = all(satisfiability.verdict(schema).is_possible for schema in declared)
        if is_possible and not satisfiability.fits_together(declared):
            yield place_of(last[name], "properties", name), name


def shut_out(tree: SchemaIndex, node: dict[str, Any]) -> Iterator[Forbidden]:
    """The combined schemas that forbid optional properties of the others."""
    merged = tree.merged(node)
    for closing in merged.parts:
        if closing.node.get("additionalProperties") is False and not mapping(closing.node.get("patternProperties")):
            allowed = mapping(closing.node.get("properties"))
            names = [
                name
                for other in merged.parts
                for name, schema in mapping(other.node.get("properties")).items()
                if name not in allowed and not is_forbidding(schema)
            ]
            if names and not any(name in merged.requirements for name in names):
                yield Forbidden(place_of(closing, "additionalProperties"), list(dict.fromkeys(map(str, names))))
