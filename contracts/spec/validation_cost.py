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

MOST_UNIONS = 100
"""Maximum number of unions inside of each other that apply to one value."""

MOST_NAMED = 2_000_000
"""Maximum number of names of values that all schemas take over from others."""

_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("not", "if", "then", "else")
_APPLYING = frozenset({"$ref", "$dynamicRef", "dependentSchemas", *_LISTS, *_SINGLE})
_VALUES = ("items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "contains", "propertyNames")
_NAMED = ("properties", "patternProperties")
_INSIDE = frozenset({*_VALUES, *_NAMED, "prefixItems"})
_DATA = frozenset({"example", "examples", "default", "enum", "const"})
"""Keywords whose values are not schemas."""

_USING = _APPLYING | _INSIDE
_CONTAINERS = (dict, list)

Node = dict[str, Any]


class Cost(NamedTuple):
    """How often schemas are applied.

    :param steps: the number of schemas that are applied to the value itself.
    :param ways: how often each value inside is validated, because several schemas declare it; by what distinguishes
        these values. Schemas that certainly apply count: the schema itself, its reference, and ``allOf``.
    :param unions: the number of unions inside of each other; an error of the outermost one has those of all others.
    """

    steps: int
    ways: dict[str, int]
    unions: int = 0

    @property
    def is_too_high(self) -> bool:
        """Whether a validator takes too long."""
        return self.steps > MOST_STEPS or self.most_ways > MOST_STEPS or self.unions > MOST_UNIONS

    @property
    def most_ways(self) -> int:
        """How often a value inside is validated, at most."""
        return max(self.ways.values(), default=1)


_LEAF = Cost(1, {})
"""The cost of a schema that uses no others."""


class _Used(NamedTuple):
    """The schemas that a schema uses.

    :param certain: those that apply to each value of the schema: its reference, and ``allOf``.
    :param applied: those that apply to the same value, as often as they do.
    :param inside: those for values inside of a value; see :func:`_inside`.
    """

    certain: list[Node]
    applied: list[Node]
    inside: list[tuple[str, Node]]


def costly_schemas(tree: Node) -> dict[int, Node]:
    """Return the schemas that take too many steps, by identity: the innermost ones.

    :param tree: a document with internal references only.
    """
    meter = CostMeter(tree)
    for node in _combining(tree):
        meter.measure(node)
    return meter.found


def without_costly_schemas(tree: Node) -> Node:
    """Return a document whose costly schemas allow everything: a copy of what changes, or the document itself."""
    costly = costly_schemas(tree)
    if not costly:
        return tree
    changed: Node = _without(tree, costly)
    return changed


def _without(node: Any, costly: dict[int, Node]) -> Any:
    if id(node) in costly:
        return {key: value for key, value in node.items() if key not in _USING}
    changed = None
    for key, value in list(enumerate(node)) if isinstance(node, list) else node.items():
        if isinstance(value, _CONTAINERS):
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
            stack.extend(value for key, value in here.items() if isinstance(value, _CONTAINERS) and key not in _DATA)
        else:
            stack.extend(value for value in here if isinstance(value, _CONTAINERS))


class CostMeter:
    """Finds the cost of schemas, each once.

    :ivar found: the schemas that take too many steps, by identity.
    """

    def __init__(self, tree: Node) -> None:
        self.found: dict[int, Node] = {}
        self._tree = tree
        self._known: dict[int, Cost] = {}
        self._targets: dict[str, Node | None] = {}
        self._named = 0

    def usable(self, node: Node) -> Node:
        """Return a part of the document whose costly schemas allow everything: a copy of what changes, or the part."""
        for one in _combining(node):
            self.measure(one)
        changed: Node = _without(node, self.found)
        return changed

    def measure(self, start: Node) -> None:
        """Find the cost of a schema and of all schemas that it uses; depth first, without recursion."""
        known, active = self._known, set[int]()
        stack: list[tuple[Node, _Used | None]] = [(start, None)]
        while stack:
            node, used = stack.pop()
            if used is not None:
                active.discard(id(node))
                cost = self._cost(node, used)
                if cost.is_too_high:
                    self.found[id(node)] = node
                    cost = _LEAF
                known[id(node)] = cost
            elif id(node) not in known and id(node) not in active:
                active.add(id(node))
                used = self._used(node)
                stack.append((node, used))
                inner = (*used.applied, *(value for _, value in used.inside))
                stack.extend((one, None) for one in inner if not _USING.isdisjoint(one) and id(one) not in known)

    def _cost(self, node: Node, used: _Used) -> Cost:
        """Return the cost of a schema from that of those that it uses; one that is not known is part of a cycle."""
        known = self._known
        steps, inner = 1, 0
        for one in used.applied:
            below = known.get(id(one), _LEAF)
            steps += below.steps
            inner = max(inner, below.unions)
        unions = inner + any(isinstance(node.get(key), list) for key in ("anyOf", "oneOf"))
        own = used.inside
        certain = [one for one in used.certain if known.get(id(one), _LEAF).ways]
        if not own and len(certain) == 1:
            return Cost(steps, known[id(certain[0])].ways, unions)
        ways: dict[str, int] = {}
        for name, value in own:
            ways[name] = ways.get(name, 0) + known.get(id(value), _LEAF).most_ways
        for one in certain:
            self._named += len(known[id(one)].ways)
            if self._named > MOST_NAMED:
                return Cost(MOST_STEPS + 1, {})
            for name, number in known[id(one)].ways.items():
                ways[name] = ways.get(name, 0) + number
        return Cost(steps, ways, unions)

    def _used(self, node: Node) -> _Used:
        inside = list(_inside(node))
        if _APPLYING.isdisjoint(node):
            return _Used([], [], inside)
        parts = node.get("allOf")
        certain: list[Any] = [self._target(node), *(parts if isinstance(parts, list) else ())]
        others: list[Any] = [node.get(key) for key in _SINGLE]
        for key in ("anyOf", "oneOf"):
            if isinstance(node.get(key), list):
                others += node[key]
        dependents = node.get("dependentSchemas")
        others += dependents.values() if isinstance(dependents, dict) else ()
        certain = [one for one in certain if isinstance(one, dict)]
        return _Used(certain, [*certain, *(one for one in others if isinstance(one, dict))], inside)

    def _target(self, node: Node) -> Node | None:
        reference = node.get("$ref", node.get("$dynamicRef"))
        if not isinstance(reference, str) or not reference.startswith("#"):
            return None
        if reference not in self._targets:
            self._targets[reference] = _referred(self._tree, reference)
        return self._targets[reference]


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


def _referred(tree: Node, reference: str) -> Node | None:
    try:
        found = walk(tree, reference_pointer(reference))
    except (KeyError, ValueError, TypeError):
        return None
    return found if isinstance(found, dict) else None
