"""Recursive schemas that no finite value matches, or that apply themselves to the same value in an infinite loop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.lint.bounds import count
from contracts.lint.document_access import listing
from contracts.lint.schema_conflicts import allowed_types, declarations, place_of
from contracts.lint.schema_index import APPLYING, IndexedSchema, SchemaIndex
from contracts.schema.merged import MergedSchema

TELLING = frozenset({"$ref", "allOf", "oneOf", "anyOf", "required", "minItems"})
"""Without one of these keywords a schema does not require nested values."""


class Need(NamedTuple):
    """Schemas one of which must match a nested value of another schema.

    :param place: tokens of the JSON pointer of the keyword that requires it.
    :param name: of the required property; ``""`` for an item or a branch.
    :param kind: the type that requires it, so it only applies if no other type is allowed; ``""`` for a branch.
    """

    choices: tuple[dict[str, Any], ...]
    place: tuple[str | int, ...]
    name: str
    kind: str


class SchemaCycle(NamedTuple):
    """A cycle from a schema back to itself through the schemas that each requires.

    :param steps: each schema with its requirement for the next one.
    """

    steps: tuple[tuple[dict[str, Any], Need], ...]


def schema_cycles(tree: SchemaIndex) -> Iterator[SchemaCycle]:
    """The cycles without an alternative, each once; each contains a property or an item."""
    needs = {
        id(here.node): (here.node, found)
        for here in reversed(tree.visits)
        if not TELLING.isdisjoint(here.node)
        and not _refers_only(tree, here.node)
        and (found := _needs(tree, here.node))
    }
    endless = dict(needs)
    users: dict[int, list[int]] = {}
    for key, (_, found) in needs.items():
        for choice in {id(choice) for need in found for choice in need.choices}:
            users.setdefault(choice, []).append(key)
    pending = [*endless]
    while pending:
        key = pending.pop()
        if key in endless and all(_ends(need, endless) for need in endless[key][1]):
            del endless[key]
            pending += users.get(key, ())
    yield from _circles(tree, endless)


def _ends(need: Need, endless: dict[int, Any]) -> bool:
    return any(id(choice) not in endless for choice in need.choices)


def _circles(tree: SchemaIndex, endless: dict[int, tuple[dict[str, Any], list[Need]]]) -> Iterator[SchemaCycle]:
    done: set[int] = set()
    for here in tree.visits:
        chain: dict[int, tuple[dict[str, Any], Need]] = {}
        key = id(here.node)
        while key in endless and key not in done and key not in chain:
            node, found = endless[key]
            need = next(need for need in found if not _ends(need, endless))
            chain[key] = node, need
            key = id(need.choices[0])
        if key in chain:
            keys = list(chain)
            steps = tuple(chain[step] for step in keys[keys.index(key) :])
            if any(need.place for _, need in steps):
                yield SchemaCycle(steps)
        done.update(chain)


def _refers_only(tree: SchemaIndex, node: dict[str, Any]) -> bool:
    return "$ref" in node and (tree.is_old or len(node) == 1)


def _needs(tree: SchemaIndex, node: dict[str, Any]) -> list[Need]:
    """The nested schemas that each value of a schema requires, without those that are certainly finite."""
    merged = tree.merged(node)
    found = [need for need in _inside(merged) if _may_be_endless(tree, need)]
    if found:
        types, _ = allowed_types(merged, tree.is_old)
        found = [need for need in found if not need.kind or types == {need.kind}]
    found += [Need((part.node,), (), "", "") for part in merged.parts[1:]]
    return [Need(tuple(map(tree.resolved, need.choices)), need.place, need.name, need.kind) for need in found]


def _may_be_endless(tree: SchemaIndex, need: Need) -> bool:
    """Whether each of the choices may require nested values itself."""
    resolved = [tree.resolved(choice) for choice in need.choices]
    return all(isinstance(choice, dict) and not TELLING.isdisjoint(choice) for choice in resolved)


def _inside(merged: MergedSchema[IndexedSchema]) -> Iterator[Need]:
    """The required properties and items of an object or array, and the branches one of which must match."""
    for part in merged.parts:
        for keyword in ("oneOf", "anyOf"):
            branches = listing(part.node[keyword]) if keyword in part.node else []
            if len(branches) > 1 and all(isinstance(branch, dict) for branch in branches):
                yield Need(tuple(branches), (), "", "")
        if "minItems" in part.node and count(part.node["minItems"]) and "prefixItems" not in part.node:
            for other in merged.parts:
                if isinstance(other.node.get("items"), dict):
                    yield Need((other.node["items"],), place_of(part, "minItems"), "", "array")
    for name, (holder, index) in merged.requirements.items():
        for schema in declarations(merged, name):
            if isinstance(schema, dict) and not TELLING.isdisjoint(schema):
                yield Need((schema,), place_of(holder, "required", index), name, "object")


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
