"""What ``readOnly`` and ``writeOnly`` do to ``required``.

A required property that is read-only is required in responses only, a write-only one in requests only (OpenAPI 3.0.3,
"readOnly"; kept as advice in JSON Schema 2020-12, validation, section 9.4). So a request is held against the tree
without the one sort of names in ``required``, a response against the tree without the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.spec.pointers import reference_pointer, walk

FLAGS = {"request": "readOnly", "response": "writeOnly"}
"""By direction, the flag of properties that the message need not have."""

Names = frozenset[str]


def for_direction(tree: dict[str, Any], direction: str, *, hide: bool = False) -> dict[str, Any]:
    """A copy of the tree in which ``required`` asks for what that direction must have; the tree itself if it is so.

    :param direction: ``request`` or ``response``.
    :param hide: the message shall not have the flagged properties at all, so they leave ``properties`` too: for
        making messages, where for judging them they may be there.
    """
    relaxer = _Relaxer(tree, FLAGS[direction], hide=hide)
    return relaxer.relax(tree, frozenset()) if relaxer.is_flagged(tree) else tree


class _Relaxer:
    def __init__(self, tree: dict[str, Any], flag: str, *, hide: bool) -> None:
        self._tree = tree
        self._flag = flag
        self._hide = hide

    def is_flagged(self, node: Any) -> bool:
        """Whether the flag stands anywhere below: mostly it does not, and nothing needs copying."""
        if isinstance(node, Mapping):
            return node.get(self._flag) is True or any(self.is_flagged(value) for value in node.values())
        return isinstance(node, list) and any(self.is_flagged(value) for value in node)

    def relax(self, node: Any, outer: Names) -> Any:
        """Copy a node without the flagged names in ``required``.

        :param outer: flagged names of the schema that this one is an ``allOf`` part of.
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
        """Names of the flagged properties of a schema, those of its references and ``allOf`` included."""
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
