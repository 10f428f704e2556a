"""Discriminators: the schemas they select from, and the values that select them (OpenAPI 3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.lint.document_access import listing, mapping
from contracts.lint.schema_conflicts import allowed_values, declarations
from contracts.lint.schema_index import SchemaIndex
from contracts.schema.json_types import ALL_TYPES

MOST_NESTED = 200
"""The maximum number of nested branches that are searched."""


class Branch(NamedTuple):
    """One of the schemas that a discriminator selects from.

    :param place: tokens of its JSON pointer, relative to the schema with the discriminator.
    :param node: the schema, with references resolved.
    """

    place: tuple[str | int, ...]
    node: dict[str, Any]


class Discriminator:
    """The discriminator of one schema.

    :raises ValueError: if the schema has no discriminator with a property name.
    """

    def __init__(self, tree: SchemaIndex, owner: dict[str, Any]) -> None:
        self.tree = tree
        self.owner = owner
        self.node = mapping(owner.get("discriminator"))
        name = self.node.get("propertyName")
        if not isinstance(name, str):
            raise ValueError(name)
        self.name = name
        self.mapping = mapping(self.node.get("mapping"))
        self.branches = [
            Branch((keyword, index), schema)
            for keyword in ("oneOf", "anyOf")
            for index, branch in enumerate(listing(owner.get(keyword)))
            if isinstance(schema := tree.resolved(branch), dict)
        ]

    def has_branches(self) -> bool:
        """Whether the schema lists its branches; otherwise the schemas that refer to it in ``allOf`` are selected."""
        return bool(listing(self.owner.get("oneOf")) or listing(self.owner.get("anyOf")))

    def targets(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The values of the mapping, each with the schema that it selects; unresolved references are skipped."""
        for value in self.mapping:
            found = self.tree.resolved(self.tree.leads_to(self.mapping, value))
            if isinstance(found, dict) and isinstance(value, str):
                yield value, found

    def chooses(self, schema: dict[str, Any]) -> bool:
        """Whether a schema is a branch or a nested branch; without branches, whether it extends the owner."""
        if not self.has_branches():
            return any(part.node is self.owner for part in self.tree.merged(schema).parts)
        stack = [branch.node for branch in self.branches]
        seen: set[int] = set()
        while stack and len(seen) < MOST_NESTED:
            here = stack.pop()
            if here is schema:
                return True
            if id(here) not in seen:
                seen.add(id(here))
                below = [self.tree.resolved(one) for key in ("oneOf", "anyOf") for one in listing(here.get(key))]
                stack.extend(one for one in below if isinstance(one, dict))
        return bool(stack)

    def is_declared(self, schema: dict[str, Any], *, is_owner: bool = False) -> bool:
        """Whether a schema declares the property; a schema with branches of its own counts as declaring it.

        :param is_owner: whether it is the schema with this discriminator.
        """
        merged = self.tree.merged(schema)
        if not is_owner and any(one.node is not self.owner and _is_choice(one.node) for one in merged.parts):
            return True
        return bool(declarations(merged, self.name))

    def common(self) -> list[str]:
        """The properties that all branches declare, or the owner if there are no branches; sorted."""
        schemas = [branch.node for branch in self.branches] or [self.owner]
        declared = [set(map(str, self.tree.merged(schema).names())) for schema in schemas]
        return sorted(set.intersection(*declared))

    def is_required(self, schema: dict[str, Any]) -> bool:
        """Whether a schema requires the property."""
        return self.name in self.tree.merged(schema).requirements

    def values(self, schema: dict[str, Any]) -> list[str] | None:
        """The values that a schema allows for the property, as strings; ``None`` if it does not list them."""
        declared = [one for one in declarations(self.tree.merged(schema), self.name) if isinstance(one, dict)]
        found, _ = allowed_values(self.tree.merged(*declared), ALL_TYPES, self.tree.is_old)
        return None if not found else [str(value) for value in found]


def _is_choice(node: dict[str, Any]) -> bool:
    return "oneOf" in node or "anyOf" in node


def discriminator_of(tree: SchemaIndex, owner: dict[str, Any]) -> Discriminator | None:
    """The discriminator of a schema; ``None`` if it is missing or invalid."""
    if "$ref" in owner and tree.is_old:
        return None
    try:
        return Discriminator(tree, owner)
    except ValueError:
        return None
