"""Adapt ``required`` to requests and responses.

A required read-only property is required in responses only, a write-only one in requests only (OpenAPI 3.0.3,
"readOnly"; a recommendation in JSON Schema 2020-12, Validation, section 9.4). So requests are validated without
read-only names in ``required``, responses without write-only names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.spec.pointers import reference_pointer, walk

FLAGS = {"request": "readOnly", "response": "writeOnly"}
"""By direction, the keyword of properties that are not required there."""

Names = frozenset[str]

_CONTAINERS = (dict, list)


def for_direction(tree: dict[str, Any], direction: str, *, hide: bool = False) -> dict[str, Any]:
    """A copy of the tree whose ``required`` lists fit a direction; the tree itself if nothing changes.

    :param direction: ``request`` or ``response``.
    :param hide: also remove these properties from ``properties``: when generating messages, they must not appear; when
        validating messages, they may.
    """
    return _Relaxer(tree, FLAGS[direction], hide=hide).relax(tree, frozenset()) if has_flag(tree, direction) else tree


def part_for_direction(node: Any, tree: dict[str, Any], direction: str) -> Any:
    """A copy of a part of a tree whose ``required`` lists fit a direction; see :func:`for_direction`."""
    return _Relaxer(tree, FLAGS[direction], hide=False).relax(node, frozenset())


def has_flag(node: Any, direction: str) -> bool:
    """Whether the keyword of properties that are not required in a direction occurs anywhere below."""
    flag, rest = FLAGS[direction], [node]
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            if one.get(flag) is True:
                return True
            rest.extend(value for value in one.values() if isinstance(value, _CONTAINERS))
        elif isinstance(one, list):
            rest.extend(value for value in one if isinstance(value, _CONTAINERS))
    return False


class _Relaxer:
    def __init__(self, tree: dict[str, Any], flag: str, *, hide: bool) -> None:
        self._tree = tree
        self._flag = flag
        self._hide = hide

    def relax(self, node: Any, outer: Names) -> Any:
        """Copy a node without the flagged names in ``required``.

        :param outer: flagged names of the schema whose ``allOf`` contains the node.
        """
        if isinstance(node, list):
            return [self.relax(value, frozenset()) for value in node]
        if not isinstance(node, Mapping):
            return node
        names = outer | self._flagged(node, frozenset())
        copy = {
            key: [self.relax(part, names) for part in value]
            if key == "allOf" and isinstance(value, list)
            else self.relax(value, frozenset())
            for key, value in node.items()
        }
        required = node.get("required")
        if isinstance(required, list):
            copy["required"] = [name for name in required if name not in names]
        properties = copy.get("properties")
        if self._hide and isinstance(properties, Mapping):
            copy["properties"] = {name: schema for name, schema in properties.items() if name not in names}
        return copy

    def _flagged(self, node: Mapping[str, Any], seen: frozenset[str]) -> Names:
        """Names of the flagged properties of a schema, including those of references and ``allOf``."""
        properties = node.get("properties")
        own = properties.items() if isinstance(properties, Mapping) else ()
        names = frozenset(name for name, schema in own if self._has_flag(schema))
        for part in node["allOf"] if isinstance(node.get("allOf"), list) else ():
            if isinstance(part, Mapping):
                names |= self._flagged(part, seen)
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith("#") and reference not in seen:
            target = self._target(reference)
            if isinstance(target, Mapping):
                names |= self._flagged(target, seen | {reference})
        return names

    def _has_flag(self, schema: Any) -> bool:
        seen: set[str] = set()
        while isinstance(schema, Mapping):
            if schema.get(self._flag) is True:
                return True
            reference = schema.get("$ref")
            if not isinstance(reference, str) or reference in seen:
                return False
            seen.add(reference)
            schema = self._target(reference)
        return False

    def _target(self, reference: str) -> Any:
        try:
            return walk(self._tree, reference_pointer(reference))
        except KeyError:
            return None
