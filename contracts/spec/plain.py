"""A document that comes as a mapping: copied into JSON values of our own, so that nobody else's hands are in it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from contracts.spec.places import has_item
from contracts.spec.pointers import child_pointer, split_pointer
from contracts.spec.problems import DEEPEST, LONE_SURROGATE, Problem, UnreadableError, too_deep

MOST_MEMBERS = 10_000_000
"""How many members a mapping may have, those of mappings that it holds twice counted twice."""


class NoPlaces:
    """The places in a tree that never was text: every offset is 0."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree

    def find(self, pointer: str) -> tuple[int, str]:
        """See :meth:`contracts.spec.places.Places.find`."""
        node, reached = self._tree, ""
        for token in split_pointer(pointer):
            if has_item(node, token):
                node = node[int(token)]
            elif isinstance(node, dict) and token in node:
                node = node[token]
            else:
                break
            reached = child_pointer(reached, token)
        return 0, reached


def read_mapping(mapping: Mapping[str, Any]) -> tuple[Any, list[Problem]]:
    """Copy a mapping.

    :returns: the tree, keys as strings and tuples as lists, and what in it is no JSON value.
    :raises UnreadableError: for one that holds itself, or is too large.
    """
    copier = _Copier()
    return copier.copy(mapping, ""), copier.problems


class _Copier:
    """Copies one mapping."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.members = 0
        self.depth = 0

    def copy(self, value: Any, pointer: str) -> Any:
        if isinstance(value, Mapping | list | tuple):
            return self.collection(value, pointer)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self.text(str.__str__(value), pointer)  # a plain one, also of a member of a string enumeration
        if isinstance(value, int):
            return int(value)
        if isinstance(value, float) and math.isfinite(value):
            return float(value)
        self.add(pointer, f"{value!r:.60} is not a JSON value", "give it as a string or a finite number")
        return None

    def collection(self, value: Mapping[Any, Any] | list[Any] | tuple[Any, ...], pointer: str) -> Any:
        self.members += len(value)
        self.depth += 1
        if self.depth > DEEPEST:
            raise too_deep(0, pointer)
        if self.members > MOST_MEMBERS:
            raise UnreadableError(Problem("too-large", 0, "", f"more than {MOST_MEMBERS:,} members", "make it smaller"))
        copied: Any = (
            self.members_of(value, pointer)
            if isinstance(value, Mapping)
            else [self.copy(item, child_pointer(pointer, index)) for index, item in enumerate(value)]
        )
        self.depth -= 1
        return copied

    def members_of(self, mapping: Mapping[Any, Any], pointer: str) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for key, value in mapping.items():
            if not isinstance(key, str | int) or isinstance(key, bool):
                self.add(pointer, f"key {key!r:.60} is not a string", "give keys as strings")
                continue
            name = self.text(str.__str__(key), pointer) if isinstance(key, str) else str(int(key))
            if name in members:
                message, hint = f"duplicate key {name!r}", "remove or rename one of the two"
                self.problems.append(Problem("duplicate-key", 0, child_pointer(pointer, name), message, hint))
            members[name] = self.copy(value, child_pointer(pointer, name))
        return members

    def text(self, value: str, pointer: str) -> str:
        if LONE_SURROGATE.search(value):
            self.add(pointer, "half of a surrogate pair", "write the whole character")
        return value

    def add(self, pointer: str, message: str, hint: str) -> None:
        self.problems.append(Problem("syntax", 0, pointer, message, hint))
