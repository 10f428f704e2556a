"""Schemas whose validation takes too many steps, whatever the value is.

A schema applies others to the same value: through references, ``allOf``, unions, conditions. If each of 30 schemas
applies the next one twice, a value is validated 2³⁰ times, and a validator cannot be interrupted. Such a schema is
replaced by one that allows everything, and reported by a rule of ``contracts validate``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.spec.pointers import reference_pointer, walk

MOST_STEPS = 100_000
"""Maximum number of schemas that may apply to one value, or to one value inside of it."""

_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("not", "if", "then", "else")
_APPLYING = frozenset({"$ref", "$dynamicRef", "dependentSchemas", *_LISTS, *_SINGLE})
_VALUES = ("items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "contains", "propertyNames")
_NAMED = ("properties", "patternProperties")
_INSIDE = frozenset({*_VALUES, *_NAMED, "prefixItems"})
_DATA = frozenset({"example", "examples", "default", "enum", "const"})
"""Keywords whose values are not schemas."""

Node = dict[str, Any]


class Cost(NamedTuple):
    """How often schemas are applied.

    :param steps: the number of schemas that are applied to the value itself.
    :param ways: how often a value inside is validated, at most, because several schemas declare it.
    """

    steps: int
    ways: int


_LEAF = Cost(1, 1)


def costly_schemas(tree: Node) -> dict[int, Node]:
    """Return the schemas that take too many steps, by identity: the innermost ones.

    :param tree: a document with internal references only.
    """
    found: dict[int, Node] = {}
    known: dict[int, Cost] = {}
    for node in _combining(tree):
        _measure(node, tree, known, found)
    return found


def without_costly_schemas(tree: Node) -> Node:
    """Return a document whose costly schemas allow everything: a copy of what changes, or the document itself."""
    costly = costly_schemas(tree)
    if not costly:
        return tree
    changed: Node = _without(tree, costly)
    return changed


def _without(node: Any, costly: dict[int, Node]) -> Any:
    if id(node) in costly:
        return {key: value for key, value in node.items() if key not in _APPLYING | _INSIDE}
    changed = None
    for key, value in list(enumerate(node)) if isinstance(node, list) else node.items():
        if isinstance(value, dict | list):
            new = _without(value, costly)
            if new is not value:
                changed = node.copy() if changed is None else changed
                changed[key] = new
    return node if changed is None else changed


def _combining(tree: Node) -> Iterator[Node]:
    """Yield the objects of a document with a list of schemas that apply to the same value."""
    stack: list[Any] = [tree]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            if any(isinstance(here.get(key), list) for key in _LISTS):
                yield here
            stack.extend(value for key, value in here.items() if isinstance(value, dict | list) and key not in _DATA)
        else:
            stack.extend(value for value in here if isinstance(value, dict | list))


def _measure(start: Node, tree: Node, known: dict[int, Cost], found: dict[int, Node]) -> None:
    """Add the cost of a schema and all schemas that it uses to ``known``; depth first, without recursion."""
    active: set[int] = set()
    stack: list[tuple[Node, bool]] = [(start, False)]
    while stack:
        node, is_left = stack.pop()
        if is_left:
            active.discard(id(node))
            cost = _cost(node, tree, known)
            if max(cost) > MOST_STEPS:
                found[id(node)] = node
                cost = _LEAF
            known[id(node)] = cost
        elif id(node) not in known and id(node) not in active:
            active.add(id(node))
            stack.append((node, True))
            used = [*_applied(node, tree), *(value for _, value in _inside(node))]
            stack.extend((one, False) for one in used if id(one) not in known and id(one) not in active)


def _cost(node: Node, tree: Node, known: dict[int, Cost]) -> Cost:
    """Return the cost of a schema from that of those that it uses; one that is not known is part of a cycle."""
    steps = 1 + sum(known.get(id(one), _LEAF).steps for one in _applied(node, tree))
    if steps > MOST_STEPS:
        return Cost(steps, 1)
    ways: dict[str, int] = {}
    for one in _conjunction(node, tree):
        for name, value in _inside(one):
            ways[name] = ways.get(name, 0) + known.get(id(value), _LEAF).ways
    return Cost(steps, max(ways.values(), default=1))


def _conjunction(node: Node, tree: Node) -> Iterator[Node]:
    """Yield the schemas that certainly apply to each value of a schema: itself, its reference, and ``allOf``."""
    stack, above = [(node, 0)], 0
    while stack and above <= MOST_STEPS:
        here, depth = stack.pop()
        above += 1
        yield here
        if depth < _DEEPEST:
            parts = here.get("allOf")
            branches = [one for one in parts if isinstance(one, dict)] if isinstance(parts, list) else []
            target = _target(here, tree)
            stack.extend((one, depth + 1) for one in (*branches, *([target] if target else ())))


_DEEPEST = 20
"""Maximum number of references and ``allOf`` that are followed to find the properties of one value."""


def _applied(node: Node, tree: Node) -> list[Node]:
    """Return the schemas that a schema applies to the same value, as often as it does."""
    if _APPLYING.isdisjoint(node):
        return []
    found: list[Any] = [_target(node, tree), *(node.get(key) for key in _SINGLE)]
    for key in _LISTS:
        if isinstance(node.get(key), list):
            found += node[key]
    dependents = node.get("dependentSchemas")
    found += dependents.values() if isinstance(dependents, dict) else ()
    return [one for one in found if isinstance(one, dict)]


def _inside(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the schemas for values inside of a value, each with what distinguishes the values."""
    if _INSIDE.isdisjoint(node):
        return
    for key in _VALUES:
        if isinstance(node.get(key), dict):
            yield key, node[key]
    for key in _NAMED:
        for name, value in node[key].items() if isinstance(node.get(key), dict) else ():
            if isinstance(value, dict):
                yield f"{key}/{name}", value
    for index, value in enumerate(node["prefixItems"] if isinstance(node.get("prefixItems"), list) else ()):
        if isinstance(value, dict):
            yield f"prefixItems/{index}", value


def _target(node: Node, tree: Node) -> Node | None:
    reference = node.get("$ref", node.get("$dynamicRef"))
    if not isinstance(reference, str) or not reference.startswith("#"):
        return None
    try:
        found = walk(tree, reference_pointer(reference))
    except (KeyError, ValueError, TypeError):
        return None
    return found if isinstance(found, dict) else None
